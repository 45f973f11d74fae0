import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AuroraError } from '../errors.ts';
import { lockFile } from '../lock-file.ts';

/** A fleet in the making, beside the place where it is to be: nobody finds half a fleet there. */
export interface Draft extends Disposable {
  readonly root: string;
  /** Whether one had to be cleared away that an earlier run, killed, had left. */
  readonly cleared: boolean;
  /** Puts it into its place, at once and whole. */
  finish(): void;
}

/** @throws AuroraError `not_empty`, `not_a_folder`, `init_running`, `not_writable` */
export function openDraft(target: string): Draft {
  requireEmpty(target);
  const above = dirname(target);
  const root = join(above, `.${basename(target)}.aurora-init`);
  attempt(above, () => mkdirSync(above, { recursive: true }));
  const lock = attempt(above, () => lockFile(`${root}.lock`, (pid) => running(target, pid)));
  const cleared = existsSync(root);
  attempt(above, () => {
    rmSync(root, { recursive: true, force: true });
    mkdirSync(root);
  });
  return {
    root,
    cleared,
    finish() {
      requireEmpty(target);
      attempt(target, () => renameSync(root, target));
    },
    [Symbol.dispose]() {
      using _ = lock;
      // After `finish` there is none.
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function requireEmpty(target: string): void {
  let names: string[];
  try {
    names = readdirSync(target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code !== 'ENOTDIR') throw notWritable(target, error as NodeJS.ErrnoException);
    throw new AuroraError('not_a_folder', `${fileAt(target)} is a file.`, {
      exit: 'usage',
      next: 'name a folder that does not exist',
    });
  }
  if (names.length === 0) return;
  throw new AuroraError('not_empty', `${target} is not empty.`, {
    exit: 'usage',
    details: [`it holds ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`],
    next: 'name a folder that is empty or does not exist',
  });
}

/** The path itself, or the part of it that keeps it from being one. */
function fileAt(path: string): string {
  return existsSync(path) ? path : fileAt(dirname(path));
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof AuroraError ? error : notWritable(path, error as NodeJS.ErrnoException);
  }
}

function running(target: string, pid: number): AuroraError {
  return new AuroraError('init_running', `Another aurora init is making ${target}.`, {
    exit: 'machine',
    details: [`process ${pid}`],
    next: 'wait for it to end, or choose another place',
    facts: { pid },
  });
}

function notWritable(path: string, cause: NodeJS.ErrnoException): AuroraError {
  return new AuroraError('not_writable', `${path} cannot be made.`, {
    exit: 'machine',
    details: [cause.message],
    next: 'choose another place, or run this as somebody who may write there',
    cause,
  });
}
