import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BlobStorage } from '../../../shared/storage/index.ts';

const MEGABYTE = 1024 * 1024;

export interface StorageUnderTest extends AsyncDisposable {
  readonly storage: BlobStorage;
}

/** What every storage promises, whatever it is made of. */
export function describeStorage(name: string, start: () => Promise<StorageUnderTest>): void {
  describe(name, () => {
    let running: StorageUnderTest;
    let storage: BlobStorage;

    beforeAll(async () => {
      running = await start();
      storage = running.storage;
    }, 30_000);

    afterAll(async () => running?.[Symbol.asyncDispose]());

    async function keys(): Promise<string[]> {
      const found: string[] = [];
      for await (const { key } of storage.list()) found.push(key);
      return found;
    }

    it('says that it is well', async () => {
      await expect(storage.check()).resolves.toBeUndefined();
    });

    it.each([
      ['nothing', 0],
      ['a few bytes', 11],
      ['several parts', 20 * MEGABYTE + 7],
    ])('gives back what it was given: %s', async (_, size) => {
      const key = randomUUID();
      const content = randomBytes(size);
      await storage.put(key, inPieces(content));
      expect(await storage.stat(key)).toMatchObject({ key, size });
      expect((await read(key))?.equals(content)).toBe(true);
      await storage.remove(key);
    });

    it('gives the bytes of a range', async () => {
      const key = randomUUID();
      await storage.put(key, inPieces(Buffer.from('0123456789')));
      expect(String(await read(key, { start: 0, end: 1 }))).toBe('01');
      expect(String(await read(key, { start: 3, end: 5 }))).toBe('345');
      expect(String(await read(key, { start: 9, end: 9 }))).toBe('9');
      await storage.remove(key);
    });

    it('knows nothing of what is not there', async () => {
      const key = randomUUID();
      expect(await storage.open(key)).toBeUndefined();
      expect(await storage.stat(key)).toBeUndefined();
      await expect(storage.remove(key)).resolves.toBeUndefined();
    });

    it('lists what is there, and not what was removed', async () => {
      const [one, other] = [randomUUID(), randomUUID()];
      for (const key of [one, other]) await storage.put(key, inPieces(Buffer.from(key)));
      expect((await keys()).sort()).toEqual([one, other].sort());
      await storage.remove(one);
      expect(await keys()).toEqual([other]);
      await storage.remove(other);
    });

    it.each([
      ['at once', 0],
      ['after several parts', 12 * MEGABYTE],
    ])('keeps nothing of a source that fails %s, and tells its error', async (_, size) => {
      const key = randomUUID();
      async function* failing() {
        yield* inPieces(randomBytes(size));
        throw new Error('the source broke');
      }
      await expect(storage.put(key, failing())).rejects.toThrow('the source broke');
      expect(await storage.stat(key)).toBeUndefined();
      expect(await keys()).toEqual([]);
    });

    it('shows nothing of a blob before all of it is there', async () => {
      const key = randomUUID();
      const { promise: seen, resolve: go } = Promise.withResolvers<void>();
      async function* halting() {
        yield* inPieces(randomBytes(MEGABYTE));
        await seen;
        yield Buffer.from('end');
      }
      const put = storage.put(key, halting());
      expect(await storage.stat(key)).toBeUndefined();
      expect(await keys()).toEqual([]);
      go();
      await put;
      expect(await keys()).toEqual([key]);
      await storage.remove(key);
    });

    it('takes no more from its source than it can store', async () => {
      const key = randomUUID();
      let given = 0;
      async function* counting() {
        for (const piece of Array.from({ length: 640 }, () => Buffer.alloc(64 * 1024))) {
          given += piece.length;
          yield piece;
        }
      }
      const put = storage.put(key, counting());
      await new Promise(setImmediate);
      expect(given).toBeLessThan(32 * MEGABYTE);
      await put;
      expect(await storage.stat(key)).toMatchObject({ size: given });
      await storage.remove(key);
    });

    it.each(['', '..', '../../etc/passwd', 'a/b', 'A0000000-0000-0000-0000-000000000000', `${randomUUID()}/x`])(
      'takes %j for no key',
      async (key) => {
        await expect(storage.put(key, inPieces(Buffer.from('x')))).rejects.toThrow(TypeError);
        await expect(storage.open(key)).rejects.toThrow(TypeError);
        await expect(storage.remove(key)).rejects.toThrow(TypeError);
      },
    );

    it('has nothing unfinished', async () => {
      expect(await storage.removeUnfinished(new Date(Date.now() + 60_000))).toBe(0);
    });

    async function read(key: string, range?: { start: number; end: number }): Promise<Buffer | undefined> {
      const stream = await storage.open(key, range);
      return stream && buffer(stream);
    }
  });
}

async function* inPieces(content: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 64 * 1024) yield content.subarray(at, at + 64 * 1024);
}
