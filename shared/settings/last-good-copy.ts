import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A JSON file that outlives the source of its content: written whole or not at all, readable by this user only. */
export class LastGoodCopy<T> {
  readonly #file: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** What was written last; undefined where there is nothing of use. */
  async read(): Promise<T | undefined> {
    try {
      return JSON.parse(await readFile(this.#file, 'utf8')) as T;
    } catch {
      // Absent, unreadable or not ours: to start without it is what a copy is for.
      return undefined;
    }
  }

  /** One at a time, in the order of the calls. */
  write(content: T): Promise<void> {
    const write = async () => {
      const draft = `${this.#file}.${process.pid}.tmp`;
      await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
      await writeFile(draft, JSON.stringify(content), { mode: 0o600 });
      await rename(draft, this.#file);
    };
    const written = this.#writing.then(write);
    this.#writing = written.catch(() => {});
    return written;
  }
}
