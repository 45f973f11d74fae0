import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { AuroraError } from './errors.ts';
import { identityOf } from './runtimes/identity.ts';

interface Holder {
  readonly pid: number;
  readonly identity: string | null;
}

/** What to tell who comes second. */
type Refusal = (pid: number) => AuroraError;

/**
 * One process at a time holds the lock, until it lets go of it. A lock whose holder was killed is taken over.
 * @param lock a file in a folder that is there
 * @throws what `refusal` makes, while another process holds it
 */
export function lockFile(lock: string, refusal: Refusal): Disposable {
  const { pid } = process;
  takeLock<Holder>(lock, { pid, identity: identityOf(pid) }, (holder) => {
    if (identityOf(holder.pid) === holder.identity) throw refusal(holder.pid);
  });
  return { [Symbol.dispose]: () => rmSync(lock, { force: true }) };
}

/**
 * Makes a lock file that says who holds it.
 * @param requireOver throws while a holder that was found there holds it still; otherwise the lock is taken over
 */
export function takeLock<H>(lock: string, holder: H, requireOver: (found: H) => void): void {
  const mine = `${lock}.${process.pid}`;
  // A link appears with its content, so nobody ever reads half of it.
  writeFileSync(mine, JSON.stringify(holder), { mode: 0o600 });
  try {
    while (!take(mine, lock)) evict(lock, `${mine}.evicted`, requireOver);
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Null: it is gone, or nobody's. */
export function readLock<H>(lock: string): H | null {
  try {
    return JSON.parse(readFileSync(lock, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function take(mine: string, lock: string): boolean {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Moves a lock that nobody holds any more away, and looks once more: another who found it so may hold it by now. */
function evict<H>(lock: string, aside: string, requireOver: (found: H) => void): void {
  const requireFree = (file: string) => {
    const found = readLock<H>(file);
    if (found !== null) requireOver(found);
  };
  requireFree(lock);
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    requireFree(aside);
  } catch (error) {
    // Somebody was quicker: it is theirs.
    take(aside, lock);
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
