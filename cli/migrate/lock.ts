import { setTimeout as delay } from 'node:timers/promises';
import { AuroraError } from '../errors.ts';
import { withClient } from './client.ts';
import type { Client } from './engines/contract.ts';

const WAIT_MS = 60_000;
const ASK_EVERY_MS = 100;

/**
 * Holds the database's migration lock while `work` runs. It belongs to a connection of its own, so that a killed holder frees it;
 * `work` may use that connection for what needs no transaction.
 * @param onWait told who holds the lock, if somebody does
 * @throws AuroraError `migration_locked`
 */
export function withLock<T>(
  url: string,
  onWait: (holder: string) => void,
  work: (client: Client) => Promise<T>,
  waitMs: number = WAIT_MS,
): Promise<T> {
  return withClient(url, async (client) => {
    await acquire(client, onWait, waitMs);
    return work(client);
  });
}

/** Asks again and again: a statement that waited for the lock would hold up an index that the holder builds concurrently. */
async function acquire(client: Client, onWait: (holder: string) => void, waitMs: number): Promise<void> {
  const endsAt = performance.now() + waitMs;
  let told: string | undefined;
  while (!(await client.tryLock())) {
    const holder = (await client.holder()) ?? 'somebody who is just leaving';
    if (performance.now() > endsAt) throw locked(holder, waitMs);
    if (holder !== told) onWait(holder);
    told = holder;
    await delay(ASK_EVERY_MS);
  }
}

function locked(holder: string, waitMs: number): AuroraError {
  return new AuroraError('migration_locked', `The migration lock was not free within ${waitMs / 1000} s.`, {
    exit: 'timeout',
    details: [`It is held by ${holder}.`],
    next: 'aurora migrate status',
  });
}
