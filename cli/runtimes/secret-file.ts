import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bits enough that nobody guesses it, and no character that a URL or a shell would have to quote, or a program take for an option. */
export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/** Replaces a file that only its owner may read: readers see the old text or the new, never a part. */
export async function writeSecret(file: string, text: string): Promise<void> {
  if ((await readSecret(file)) === text) return;
  await moveSecret(await writeDraft(file, text), file);
}

/** Puts one file in the place of another, for good: a cut of power later takes nothing back. */
export async function moveSecret(from: string, to: string): Promise<void> {
  await rename(from, to);
  await sync(dirname(to));
}

/** The text of the file, made by `create` if there is none yet; of two that make it at once, one text wins for both. */
export async function secretOnce(file: string, create: () => string | Promise<string>): Promise<string> {
  const existing = await readSecret(file);
  if (existing !== undefined) return existing;
  const text = await create();
  const draft = await writeDraft(file, text);
  try {
    await link(draft, file);
    await sync(dirname(file));
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
  await using handle = await open(draft, 'wx', 0o600);
  await handle.writeFile(text);
  // Else a name could outlive a cut of power without its text, and a password would be lost.
  await handle.sync();
  return draft;
}

async function sync(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
