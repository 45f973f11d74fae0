import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AuroraError } from '../errors.ts';
import { readLock, takeLock } from '../lock-file.ts';
import { identityOf } from '../runtimes/identity.ts';

/** Who works on a deploy of a fleet, and until when that holds. */
export interface Lease {
  /** `user@host`. */
  readonly owner: string;
  /** e.g. `deploy of orders-service`. */
  readonly reason: string;
  /** ISO 8601. */
  readonly since: string;
  /** Epoch milliseconds; renewed while its process lives. */
  readonly until: number;
  readonly host: string;
  readonly pid: number;
  /** Tells the process from a later one of the same number. */
  readonly identity: string | null;
}

const LASTS_MS = 30_000;
const RENEWED_EVERY_MS = 10_000;

/** Null: nobody works on one. */
export function currentLease(folder: string, now = Date.now()): Lease | null {
  const lease = readLock<Lease>(lockOf(folder));
  return lease && holds(lease, now) ? lease : null;
}

/**
 * Takes the lease for as long as the result is not disposed of. One whose process is dead, or that nobody has renewed in time, is taken over.
 * @throws AuroraError `deploy_locked`
 */
export function takeLease(folder: string, { owner, reason }: Pick<Lease, 'owner' | 'reason'>): Disposable {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = lockOf(folder);
  const [host, pid, since] = [hostname(), process.pid, new Date().toISOString()];
  const mine = `${lock}.${pid}`;
  const renewed = (): Lease => ({
    owner,
    reason,
    since,
    until: Date.now() + LASTS_MS,
    host,
    pid,
    identity: identityOf(pid),
  });
  takeLock(lock, renewed(), requireOver);
  const isOurs = () => {
    const found = readLock<Lease>(lock);
    return found?.since === since && found.pid === pid;
  };
  const renewal = setInterval(() => {
    if (!isOurs()) return;
    writeFileSync(mine, JSON.stringify(renewed()), { mode: 0o600 });
    renameSync(mine, lock);
  }, RENEWED_EVERY_MS).unref();
  return {
    [Symbol.dispose]() {
      clearInterval(renewal);
      if (isOurs()) rmSync(lock, { force: true });
    },
  };
}

function lockOf(folder: string): string {
  return join(folder, 'lock');
}

/** On another host nobody sees the process: there only time tells. */
function holds({ until, host, pid, identity }: Lease, now = Date.now()): boolean {
  if (now > until) return false;
  return host !== hostname() || identityOf(pid) === identity;
}

function requireOver(lease: Lease): void {
  if (!holds(lease)) return;
  const { owner, reason, since, pid, host, until } = lease;
  throw new AuroraError('deploy_locked', `${owner} is at work here: ${reason}.`, {
    exit: 'machine',
    details: [
      `Process ${pid} on ${host}, since ${since}.`,
      `Its lease ends at ${new Date(until).toISOString()} unless it is renewed.`,
    ],
    next: 'aurora deploy status',
    facts: { owner, reason, since, pid, host },
  });
}
