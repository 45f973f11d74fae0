import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { AuroraError } from '../errors.ts';
import { findObstacles } from './obstacles.ts';
import { RECORD } from './record/paths.ts';

/** The fleet's folder through paths relative to it: the one place where the generator touches files. */
export interface Tree {
  /** Null if there is no such file. */
  read(path: string): string | null;
  /** Names in a folder, sorted; none if there is no such folder. */
  list(folder: string): readonly string[];
  /** What stands where these files are to be, or one of their folders, and is none: a sentence each. */
  obstacles(paths: readonly string[]): readonly string[];
  /**
   * All or nothing: whoever reads, and whatever kills us, finds the old file or the new one, never half of one.
   * Its mode stays, and a link stays a link: what it leads to is written.
   */
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
    obstacles: (paths) => findObstacles(root, paths),
    write(path, content) {
      told(path, () => {
        const target = join(root, path);
        ensureFolder(dirname(writing));
        ensureFolder(dirname(target));
        const before = statSync(target, { throwIfNoEntry: false });
        writeFileSync(writing, content);
        const mode = before?.mode ?? (content.startsWith('#!') ? 0o755 : undefined);
        if (mode !== undefined) chmodSync(writing, mode);
        moveTo(writing, before ? realpathSync(target) : target);
      });
    },
    remove(path) {
      told(path, () => rmSync(join(root, path), { force: true }));
      for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
        if (!removeIfEmpty(join(root, folder))) return;
        known.delete(join(root, folder));
      }
    },
  };
}

/** A link, or a mounted folder, may lead to another file system, where only a copy beside the target can take its place at once. */
function moveTo(writing: string, target: string): void {
  try {
    renameSync(writing, target);
  } catch (error) {
    if (!isCode(error, 'EXDEV')) throw error;
    const beside = `${target}.writing`;
    copyFileSync(writing, beside);
    renameSync(beside, target);
    rmSync(writing);
  }
}

function told(path: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    throw new AuroraError('write_failed', `${path} could not be written.`, {
      exit: 'machine',
      details: [(cause as Error).message],
      next: 'see to it that it can be, then aurora generate: it goes on where it stopped',
      cause,
    });
  }
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP')) return null;
    throw error;
  }
}

function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    // A folder may be a link to one.
    if (isCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}
