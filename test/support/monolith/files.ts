import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomOf } from './random.ts';

/** Bytes; one is larger than any buffer on its way. */
const LARGE = 3 * 1024 * 1024;

/** What a document holds: lines of text, the same for the same seed. */
export function contentOf(number: number, seed: number): Buffer {
  const random = randomOf(seed * 31 + number);
  const size = number === 4 || number === 5 ? LARGE : 50 + Math.floor(random() * 2_000);
  return Buffer.alloc(size, `Document ${number}, written ${Math.floor(random() * 1e9)}.\n`);
}

/** Below the folder of uploads. */
export function pathOf(number: number): string {
  return `${String(number % 100).padStart(2, '0')}/document-${number}.txt`;
}

/** Writes the contents that documents with these numbers have on the disk. */
export async function writeFiles(folder: string, numbers: Iterable<number>, seed: number): Promise<void> {
  for (const number of numbers) {
    const path = join(folder, pathOf(number));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contentOf(number, seed));
  }
}
