import { existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AuroraError } from '../errors.ts';

/** A fleet in the making, beside the place where it is to be: nobody finds half a fleet there. */
export interface Draft extends Disposable {
  readonly root: string;
  /** Whether one had to be cleared away that an earlier run, killed, had left. */
  readonly cleared: boolean;
  /** Puts it into its place, at once and whole. */
  finish(): void;
}

/** In the run folder, which git ignores. */
const HOLDER = '.aurora/run/init';

/** @throws AuroraError `not_empty`, `not_a_folder`, `init_running`, `not_writable` */
export function openDraft(target: string): Draft {
  requireEmpty(target);
  const root = join(dirname(target), `.${basename(target)}.aurora-init`);
  const holder = join(root, HOLDER);
  let cleared = false;
  attempt(dirname(target), () => mkdirSync(dirname(target), { recursive: true }));
  while (!attempt(dirname(target), () => make(root))) {
    const pid = holderOf(holder);
    if (pid !== undefined && isAlive(pid)) throw running(target, root, pid);
    rmSync(root, { recursive: true, force: true });
    cleared = true;
  }
  mkdirSync(dirname(holder), { recursive: true, mode: 0o700 });
  symlinkSync(String(process.pid), holder);

  return {
    root,
    cleared,
    finish() {
      requireEmpty(target);
      rmSync(holder);
      attempt(target, () => renameSync(root, target));
    },
    // After `finish` there is none.
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
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

/** False: it is there already. */
function make(root: string): boolean {
  try {
    mkdirSync(root);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw notWritable(path, error as NodeJS.ErrnoException);
  }
}

function holderOf(holder: string): number | undefined {
  try {
    return Number(readlinkSync(holder)) || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function running(target: string, root: string, pid: number): AuroraError {
  return new AuroraError('init_running', `Another aurora init is making ${target}.`, {
    exit: 'machine',
    details: [`process ${pid}, in ${root}`],
    next: `wait for it; if process ${pid} is something else, remove ${root}`,
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
