import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bits enough that nobody guesses it, and no character that a URL or a shell would have to quote. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** Replaces a file that only its owner may read: readers see the old text or the new, never a part. */
export async function writeSecret(file: string, text: string): Promise<void> {
  if ((await readSecret(file)) === text) return;
  const draft = await writeDraft(file, text);
  await rename(draft, file);
}

/** The text of the file, made by `create` if there is none yet; of two that make it at once, one text wins for both. */
export async function secretOnce(file: string, create: () => string | Promise<string>): Promise<string> {
  const existing = await readSecret(file);
  if (existing !== undefined) return existing;
  const text = await create();
  const draft = await writeDraft(file, text);
  try {
    await link(draft, file);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return await readFile(file, 'utf8');
  } finally {
    await rm(draft, { force: true });
  }
}

/** The text of the file; undefined where there is none. */
export async function readSecret(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeDraft(file: string, text: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  return draft;
}
