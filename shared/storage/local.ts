import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobRange, BlobStat, BlobStorage } from './contract.ts';
import { isKey, requireKey } from './key.ts';

/** Bytes; as much as comes from a socket at once. Buffers that wait for more outlive the young generation, and are collected late. */
const BUFFER = 64 * 1024;

/**
 * Blobs as files below a folder that only its owner may read. What is being written is a draft, which becomes the blob by being
 * renamed once all of it is on disk. Replicas may share the folder.
 */
export class LocalStorage implements BlobStorage {
  readonly #blobs: string;
  readonly #drafts: string;

  private constructor(folder: string) {
    this.#blobs = join(folder, 'blobs');
    this.#drafts = join(folder, 'drafts');
  }

  /** Makes the folder where there is none. */
  static async open(folder: string): Promise<LocalStorage> {
    const storage = new LocalStorage(folder);
    for (const each of [storage.#blobs, storage.#drafts]) await mkdir(each, { recursive: true, mode: 0o700 });
    return storage;
  }

  async put(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.#pathOf(key);
    const draft = join(this.#drafts, randomUUID());
    try {
      await writeDown(draft, content);
      await this.#commit(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  /** A name is durable once its folder is. */
  async #commit(draft: string, path: string): Promise<void> {
    const folder = dirname(path);
    // Nearly always it is there: 256 hold all blobs.
    const isThere = await orNothing(rename(draft, path).then(() => true));
    if (!isThere) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(draft, path);
    }
    await flush(folder);
    if (!isThere) await flush(this.#blobs);
  }

  async open(key: string, range?: BlobRange) {
    const file = await orNothing(open(this.#pathOf(key), 'r'));
    return file?.createReadStream({ highWaterMark: BUFFER, ...range });
  }

  async stat(key: string): Promise<BlobStat | undefined> {
    const found = await orNothing(stat(this.#pathOf(key)));
    return found && { key, size: found.size, modifiedAt: found.mtime };
  }

  async remove(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true });
  }

  async *list(): AsyncGenerator<BlobStat> {
    for await (const { name } of await opendir(this.#blobs, { recursive: true })) {
      const blob = isKey(name) ? await this.stat(name) : undefined;
      if (blob) yield blob;
    }
  }

  async removeUnfinished(before: Date): Promise<number> {
    let removed = 0;
    for await (const { name } of await opendir(this.#drafts)) {
      const path = join(this.#drafts, name);
      // One that is still being written changes all the time.
      const draft = await orNothing(stat(path));
      if (draft === undefined || draft.mtime >= before) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  }

  async check(): Promise<void> {
    for (const folder of [this.#blobs, this.#drafts]) await access(folder, constants.W_OK | constants.X_OK);
  }

  close(): void {}

  /** Spread by the end of the key: UUIDv7s of the same day begin alike. */
  #pathOf(key: string): string {
    return join(this.#blobs, requireKey(key).slice(-2), key);
  }
}

/** Without a stream, which costs more than a small file. The next piece is asked for once one is written. */
async function writeDown(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  for await (const piece of content) await file.writeFile(piece);
  await file.sync();
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function orNothing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
