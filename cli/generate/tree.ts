import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RECORD } from './record/paths.ts';

/** The fleet's folder through paths relative to it: the one place where the generator touches files. */
export interface Tree {
  /** Null if there is no such file. */
  read(path: string): string | null;
  /** Names in a folder, sorted; none if there is no such folder. */
  list(folder: string): readonly string[];
  /** All or nothing: whoever reads, and whatever kills us, finds the old file or the new one, never half of one. */
  write(path: string, content: string): void;
  /** Removes the folders too that this leaves empty. */
  remove(path: string): void;
}

/** Every write goes through this one file, so that a kill leaves one stray at most, and nobody's source folder has it. */
const WRITING = `${RECORD}/.writing`;

export function openTree(root: string): Tree {
  const known = new Set<string>();
  const ensureFolder = (folder: string) => {
    if (known.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    known.add(folder);
  };
  const writing = join(root, WRITING);

  return {
    read: (path) => orNull(() => readFileSync(join(root, path), 'utf8')),
    list: (folder) => orNull(() => readdirSync(join(root, folder)).sort()) ?? [],
    write(path, content) {
      const target = join(root, path);
      ensureFolder(dirname(writing));
      ensureFolder(dirname(target));
      writeFileSync(writing, content);
      if (content.startsWith('#!')) chmodSync(writing, 0o755);
      renameSync(writing, target);
    },
    remove(path) {
      rmSync(join(root, path), { force: true });
      for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
        if (!removeIfEmpty(join(root, folder))) return;
        known.delete(join(root, folder));
      }
    },
  };
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (isCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) return false;
    throw error;
  }
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}
