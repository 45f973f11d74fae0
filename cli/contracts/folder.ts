import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuroraError } from '../errors.ts';
import { type Pact, readPact } from './pact.ts';

/** Of the fleet's folder. */
export const PACTS = 'contracts/pacts';

export interface CommittedPact extends Pact {
  /** From the fleet's folder on. */
  readonly file: string;
}

/** What the fleet has agreed upon, in the order of its files. @throws AuroraError `pact_unreadable` */
export function committedPacts(root: string): Promise<readonly CommittedPact[]> {
  return pactsIn(root, PACTS);
}

/** Those in a folder below another one; nothing where there is no such folder. @throws AuroraError `pact_unreadable` */
export async function pactsIn(root: string, folder: string): Promise<readonly CommittedPact[]> {
  const names = await readdir(join(root, folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(files.map((name) => read(root, folder === '' ? name : `${folder}/${name}`)));
}

async function read(root: string, file: string): Promise<CommittedPact> {
  try {
    return { ...readPact(await readFile(join(root, file), 'utf8')), file };
  } catch (cause) {
    throw new AuroraError('pact_unreadable', `${file} cannot be read as a pact.`, {
      exit: 'failed',
      details: [(cause as Error).message, 'The tests of its consumer write this file.'],
      next: 'aurora contracts record',
      cause,
    });
  }
}
