import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AuroraError } from '../errors.ts';
import type { DeployRecord } from './record.ts';

const ENDING = '.json';

/** Where deploys of a fleet are written down: a file each. */
export interface Journal {
  /** When this returns, no kill and no power cut undoes it. */
  write(record: DeployRecord): void;
  /** @throws AuroraError `no_such_deploy` */
  read(id: string): DeployRecord;
  /** Newest first. */
  all(): readonly DeployRecord[];
}

export function openJournal(folder: string): Journal {
  const pathOf = (id: string) => join(folder, `${id}${ENDING}`);
  const ids = () => {
    try {
      return readdirSync(folder).flatMap((name) => (name.endsWith(ENDING) ? [name.slice(0, -ENDING.length)] : []));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  };
  const load = (id: string): DeployRecord => JSON.parse(readFileSync(pathOf(id), 'utf8'));
  return {
    write(record) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const path = pathOf(record.id);
      const next = `${path}.new`;
      writeThrough(next, `${JSON.stringify(record, null, 2)}\n`);
      renameSync(next, path);
      // The name as well: a folder is written like a file.
      sync(folder);
    },
    read(id) {
      const known = ids();
      if (known.includes(id)) return load(id);
      throw new AuroraError('no_such_deploy', `There is no deploy ${id}.`, {
        exit: 'usage',
        details: known.length > 0 ? [`The newest: ${known.sort().at(-1)}`] : ['Nothing was deployed from this folder.'],
        next: 'aurora deploy history',
      });
    },
    all: () => ids().sort().reverse().map(load),
  };
}

function writeThrough(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function sync(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
