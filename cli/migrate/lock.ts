import type pg from 'pg';
import { AuroraError } from '../errors.ts';
import { withClient } from './client.ts';

/** Any number that nobody else uses; the lock is the database's own, so one is enough. */
const KEY = 4_727_321;
const WAIT_SECONDS = 60;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Holds the database's migration lock while `work` runs. It belongs to a connection of its own: a killed holder frees
 * it, and a migration that must run outside a transaction does not wait for it.
 * @param onWait told who holds the lock, if somebody does
 */
export function withLock<T>(url: string, onWait: (holder: string) => void, work: () => Promise<T>): Promise<T> {
  return withClient(url, async (client) => {
    if (!(await tryLock(client))) {
      const holder = await holderOf(client);
      onWait(holder);
      await waitForLock(client, holder);
    }
    return work();
  });
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS locked', [KEY]);
  return rows[0].locked;
}

async function holderOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND objid = $1 AND granted
       AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [KEY],
  );
  return rows[0]?.application_name ?? 'somebody who is just leaving';
}

async function waitForLock(client: pg.Client, holder: string): Promise<void> {
  try {
    await client.query(`SET lock_timeout = '${WAIT_SECONDS}s'`);
    await client.query('SELECT pg_advisory_lock($1)', [KEY]);
  } catch (error) {
    if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
    throw new AuroraError('migration_locked', `The migration lock was not free within ${WAIT_SECONDS} s.`, {
      exit: 'timeout',
      details: [`It is held by ${holder}.`],
      next: 'aurora migrate status',
      cause: error,
    });
  }
}
