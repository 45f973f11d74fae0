import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AuroraError } from '../errors.ts';
import { identityOf } from '../runtimes/identity.ts';

interface Holder {
  readonly pid: number;
  readonly identity: string | null;
}

const LOCK = '.aurora/run/generate.lock';

/**
 * One run at a time writes a fleet's files, and what it read of them is so until it ends. A lock whose holder was killed is taken over.
 * @throws AuroraError `generate_running` while another run holds it
 */
export function lockFleet(root: string): Disposable {
  const lock = join(root, LOCK);
  const mine = `${lock}.${process.pid}`;
  mkdirSync(dirname(lock), { recursive: true });
  // A link appears with its content, so nobody ever reads half of it.
  writeFileSync(mine, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) } satisfies Holder));
  try {
    while (!take(mine, lock)) evict(lock, `${mine}.evicted`);
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
function evict(lock: string, aside: string): void {
  assertDead(read(lock));
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    assertDead(read(aside));
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

function assertDead(holder: Holder | null): void {
  if (holder === null || identityOf(holder.pid) !== holder.identity) return;
  throw new AuroraError('generate_running', 'Another aurora is generating in this folder.', {
    exit: 'failed',
    details: [`process ${holder.pid} holds ${LOCK}`],
    next: 'wait for it to end, then type the command again',
    facts: { pid: holder.pid },
  });
}
