import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { AuroraError } from '../errors.ts';
import { withClient } from './client.ts';

/** Any number that nobody else uses; the lock is the database's own, so one is enough. */
const KEY = 4_727_321;
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
  work: (client: pg.Client) => Promise<T>,
  waitMs: number = WAIT_MS,
): Promise<T> {
  return withClient(url, async (client) => {
    await acquire(client, onWait, waitMs);
    return work(client);
  });
}

/** Asks again and again: a statement that waited for the lock would hold up an index that the holder builds concurrently. */
async function acquire(client: pg.Client, onWait: (holder: string) => void, waitMs: number): Promise<void> {
  const endsAt = performance.now() + waitMs;
  let told: string | undefined;
  while (!(await tryLock(client))) {
    const holder = await holderOf(client);
    if (performance.now() > endsAt) throw locked(holder, waitMs);
    if (holder !== told) onWait(holder);
    told = holder;
    await delay(ASK_EVERY_MS);
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS locked', [KEY]);
  return rows[0].locked;
}

async function holderOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND classid = 0 AND objid = $1 AND objsubid = 1 AND granted
       AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [KEY],
  );
  return rows[0]?.application_name ?? 'somebody who is just leaving';
}

function locked(holder: string, waitMs: number): AuroraError {
  return new AuroraError('migration_locked', `The migration lock was not free within ${waitMs / 1000} s.`, {
    exit: 'timeout',
    details: [`It is held by ${holder}.`],
    next: 'aurora migrate status',
  });
}
