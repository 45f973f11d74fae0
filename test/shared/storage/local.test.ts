import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openStorage } from '../../../shared/storage/index.ts';
import { describeStorage } from './conformance.ts';

async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-storage-'));
  const storage = await openStorage('local', { storageDir: folder }, 'shop/files');
  return { storage, folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

describeStorage('local storage', start);

it('lets nobody else read a blob, and leaves no draft', async () => {
  await using running = await start();
  const key = randomUUID();
  await running.storage.put(
    key,
    (async function* () {
      yield Buffer.from('secret');
    })(),
  );
  const path = join(running.folder, 'blobs', key.slice(-2), key);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(running.folder, 'blobs'))).mode & 0o777).toBe(0o700);
  expect(await readdir(join(running.folder, 'drafts'))).toEqual([]);
});

it('removes drafts that nobody has written to for long, and no others', async () => {
  await using running = await start();
  const drafts = join(running.folder, 'drafts');
  for (const name of ['old', 'new']) await writeFile(join(drafts, name), 'half');
  const hoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await utimes(join(drafts, 'old'), hoursAgo, hoursAgo);
  expect(await running.storage.removeUnfinished(new Date(Date.now() - 60 * 60 * 1000))).toBe(1);
  expect(await readdir(drafts)).toEqual(['new']);
});
