import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Members of a JSON Web Key that nobody may know (RFC 7518, section 6). */
const PRIVATE = new Set(['d', 'k']);
/** Says what was done for which data; not a secret. */
const MARKS = new Set(['provisioned']);

/** The text of every secret below a folder, by the file that it is in, in every form in which something could show it. */
export async function secretsBelow(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !MARKS.has(entry.name));
  const read = files.map(async ({ parentPath, name }): Promise<[string, readonly string[]]> => {
    const path = join(parentPath, name);
    return [path, secretsIn(await readFile(path, 'utf8')).flatMap(formsOf)];
  });
  return new Map((await Promise.all(read)).filter(([, secrets]) => secrets.length > 0));
}

function secretsIn(text: string): string[] {
  if (!text.startsWith('{')) return [text.trim()];
  const found: string[] = [];
  JSON.parse(text, (key, value) => {
    if (PRIVATE.has(key)) found.push(value);
    return value;
  });
  return found;
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')];
}
