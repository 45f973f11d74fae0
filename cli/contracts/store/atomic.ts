import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Whole or not at all, whoever else writes it; the last one stays. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await asWhole(path, text, (ready) => rename(ready, path));
}

/** The same, unless it is there. @returns what stands there now, if it is somebody else's */
export async function createFile(path: string, text: string): Promise<string | null> {
  return asWhole(path, text, async (ready) => {
    try {
      await link(ready, path);
      return null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return readFile(path, 'utf8');
    }
  });
}

async function asWhole<T>(path: string, text: string, put: (ready: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  // No reader takes what begins with a dot; one of a killed writer stays, and harms nobody.
  const ready = `${dirname(path)}/.${randomUUID()}`;
  try {
    await writeFile(ready, text, { flush: true });
    return await put(ready);
  } finally {
    await rm(ready, { force: true });
  }
}

/** Null: there is no such file. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return null;
  }
}

/** What is in a folder, in order; nothing if there is none. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted();
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return [];
  }
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
