import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuroraError } from '../errors.ts';

/** In the export's folder: the hashes of what was written there, so that a file of somebody else is known. */
export const RECORD = '.aurora-export.json';

/** Path → hash of what was written there. */
export type ExportRecord = Readonly<{ [path: string]: string }>;

/** @param name relative to the folder */
export async function readRecord(folder: string, name: string): Promise<ExportRecord> {
  const text = await textOf(join(folder, name));
  if (text === undefined) return {};
  try {
    return JSON.parse(text).files;
  } catch (cause) {
    throw new AuroraError('record_broken', `${join(folder, name)} is no JSON.`, {
      exit: 'failed',
      details: ['It says which files of the folder are an export’s.'],
      next: `rm ${join(folder, name)}, then the same again with --force`,
      cause,
    });
  }
}

/** Undefined: there is no such file. */
export async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
