import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { strToU8, zipSync } from 'fflate';

/** Only its owner may read it, until they hand it on. */
const MODE = 0o600;

/** Writes texts as a zip; returns its bytes. */
export async function writeZip(file: string, texts: ReadonlyMap<string, string>): Promise<number> {
  const entries = [...texts].map(([path, text]) => [path, strToU8(text)] as const);
  const zip = zipSync(Object.fromEntries(entries), { level: 6 });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, zip, { mode: MODE });
  return zip.length;
}
