import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStorage } from '@aurora/shared/storage';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fileRepository } from '../src/generated/file/repository.ts';
import { sweep } from '../src/generated/sweep/sweep.ts';
import { type RunningFiles, startFiles } from './support/files.ts';

const HOUR = 60 * 60 * 1000;
let files: RunningFiles;
/** A storage that nobody else sweeps: the service does so in its own, soon after its start. */
let folder: string;

beforeAll(async () => {
  files = await startFiles();
  folder = join(files.folder, 'apart');
});

afterAll(async () => files?.[Symbol.asyncDispose]());

/** @param ago milliseconds since it was written */
async function leave(path: string, ago: number): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, 'left behind');
  const then = new Date(Date.now() - ago);
  await utimes(path, then, then);
  return path;
}

function blob(id: string): string {
  return join(folder, 'blobs', id.slice(-2), id);
}

it('removes what crashes left behind an hour ago, and nothing else', async () => {
  const old = await leave(blob(randomUUID()), 2 * HOUR);
  const young = await leave(blob(randomUUID()), HOUR / 2);
  const draft = await leave(join(folder, 'drafts', randomUUID()), 2 * HOUR);
  const kept = await files.upload('kept');
  await leave(blob(kept.id), 2 * HOUR);

  const storage = await openStorage('local', { storageDir: folder }, '');
  const repository = fileRepository(files.service.app.database);
  expect(await sweep(storage, repository)).toEqual({ unfinished: 1, orphans: 1, lost: [] });
  await expect(stat(old)).rejects.toThrow('ENOENT');
  await expect(stat(draft)).rejects.toThrow('ENOENT');
  await stat(young);
  await stat(blob(kept.id));
  expect(await readdir(join(folder, 'drafts'))).toEqual([]);

  await rm(blob(kept.id));
  expect(await sweep(storage, repository, Date.now() + 2 * HOUR)).toMatchObject({ lost: [kept.id] });
});
