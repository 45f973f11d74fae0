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
  const mine = `${lock}.${process.pid}`;
  // A link appears with its content, so nobody ever reads half of it.
  writeFileSync(mine, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) } satisfies Holder));
  try {
    while (!take(mine, lock)) evict(lock, `${mine}.evicted`, refusal);
  } finally {
    rmSync(mine, { force: true });
  }
  return { [Symbol.dispose]: () => rmSync(lock, { force: true }) };
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

/** Moves the lock of a dead holder away, and looks once more: another who found it dead may hold it by now. */
function evict(lock: string, aside: string, refusal: Refusal): void {
  assertDead(read(lock), refusal);
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    assertDead(read(aside), refusal);
  } catch (error) {
    // Somebody was quicker: it is theirs.
    take(aside, lock);
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Null: it is gone, or nobody's. */
function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function assertDead(holder: Holder | null, refusal: Refusal): void {
  if (holder !== null && identityOf(holder.pid) === holder.identity) throw refusal(holder.pid);
}
