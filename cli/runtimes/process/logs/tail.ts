import { StringDecoder } from 'node:string_decoder';
import { LOG_LIMITS } from '../supervisor/rotation.ts';
import { LONGEST_LINE } from './lines.ts';
import { beginsLike, identityOf, type LogParts, readFile, statOf } from './parts.ts';

/** Reads what a log grows by, line by line, also over rotations. */
export class Tail {
  readonly #file: string;
  readonly #decoder = new StringDecoder('utf8');
  #offset: number;
  /** Of `.1` when the offset was true. */
  #newest: string;
  /** The beginning of a line whose end is not written yet. */
  #rest = '';

  constructor(file: string, { end, newest }: Pick<LogParts, 'end' | 'newest'>) {
    this.#file = file;
    this.#offset = end;
    this.#newest = newest;
  }

  /** Lines that have been completed since the last call. */
  *read(): Generator<string> {
    const newest = identityOf(`${this.#file}.1`);
    if (newest !== this.#newest) {
      // It is copied already, but not emptied yet.
      if (beginsLike(this.#file, `${this.#file}.1`)) return;
      yield* this.#putAside();
      this.#newest = newest;
    } else if ((statOf(this.#file)?.size ?? 0) < this.#offset) {
      // Emptied without a copy, where there was no room for one.
      this.#offset = 0;
    }
    yield* this.#readFrom(this.#file);
  }

  /** What was not read yet of parts that are older by now: from the offset of the one that was read, all of those after it. */
  *#putAside(): Generator<string> {
    const ages = Array.from({ length: LOG_LIMITS.older }, (_, index) => index + 1);
    const known = ages.find((age) => this.#newest !== '' && identityOf(`${this.#file}.${age}`) === this.#newest);
    const missed = ages.filter((age) => (known === undefined || age < known) && statOf(`${this.#file}.${age}`));
    for (const age of missed.reverse()) {
      yield* this.#readFrom(`${this.#file}.${age}`);
      this.#offset = 0;
    }
  }

  *#readFrom(path: string): Generator<string> {
    if (!statOf(path)) return;
    for (const chunk of readFile(path, this.#offset)) {
      this.#offset += chunk.length;
      const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield line;
      if (this.#rest.length < LONGEST_LINE) continue;
      yield this.#rest;
      this.#rest = '';
    }
  }
}
