import type { Pool } from 'pg';
import type { CloudEvent } from '../cloud-event.ts';
import type { Backlog } from '../contract.ts';

/** One event for one consumer. */
export interface Message {
  /** Decimal digits of a bigint; grows with the order of publishing. */
  readonly id: string;
  /** Attempts made before. */
  readonly attempts: number;
  /** Processes that have ended while at work on it. */
  readonly falls: number;
  readonly envelope: CloudEvent;
}

/** The next messages of a queue, leaving out those held already and all that wait behind a retry of their subject. */
export async function fetch(pool: Pool, queue: string, held: readonly string[], limit: number): Promise<Message[]> {
  const { rows } = await pool.query<Message>({
    name: 'aurora-events-fetch',
    text: `
      SELECT id, attempts, falls, envelope FROM aurora_events.message m
      WHERE consumer = $1 AND id <> ALL($2::bigint[]) AND NOT EXISTS (
        SELECT 1 FROM aurora_events.message w
        WHERE w.consumer = m.consumer AND w.subject = m.subject AND w.id <= m.id AND w.retry_at > now()
      )
      ORDER BY id LIMIT $3`,
    values: [queue, held, limit],
  });
  return rows;
}

export async function acknowledge(pool: Pool, queue: string, ids: readonly string[]): Promise<void> {
  await pool.query({
    name: 'aurora-events-acknowledge',
    text: 'DELETE FROM aurora_events.message WHERE consumer = $1 AND id = ANY($2::bigint[])',
    values: [queue, ids],
  });
}

/** Notes that it is begun: a process that then goes without a word has ended over it. */
export async function begin(pool: Pool, queue: string, id: string): Promise<void> {
  await pool.query('UPDATE aurora_events.message SET falls = falls + 1 WHERE consumer = $1 AND id = $2', [queue, id]);
}

/** @returns false where it is no longer there */
export async function postpone(
  pool: Pool,
  queue: string,
  id: string,
  attempts: number,
  delayMs: number,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE aurora_events.message SET attempts = $3, falls = 0, retry_at = now() + $4 * interval '1 ms'
     WHERE consumer = $1 AND id = $2`,
    [queue, id, attempts, delayMs],
  );
  return rowCount === 1;
}

export async function park(pool: Pool, queue: string, id: string, attempts: number, reason: string): Promise<void> {
  await pool.query(
    `WITH given_up AS (DELETE FROM aurora_events.message WHERE consumer = $1 AND id = $2 RETURNING *)
     INSERT INTO aurora_events.parked (consumer, id, envelope, attempts, reason)
     SELECT consumer, id, envelope, $3, $4 FROM given_up`,
    [queue, id, attempts, reason],
  );
}

export async function backlog(pool: Pool, queue: string): Promise<Backlog> {
  const { rows } = await pool.query<Backlog>(
    `SELECT
       (SELECT count(*)::int FROM aurora_events.message WHERE consumer = $1 AND retry_at IS NULL) AS waiting,
       (SELECT count(*)::int FROM aurora_events.message WHERE consumer = $1 AND retry_at IS NOT NULL) AS retrying,
       (SELECT count(*)::int FROM aurora_events.parked WHERE consumer = $1) AS parked,
       (SELECT count(*)::int FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND objsubid = 1 AND (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)) AS consumers`,
    [queue],
  );
  return rows[0] as Backlog;
}

/** Forgets what waits and what is parked. */
export async function discard(pool: Pool, queue: string): Promise<void> {
  await pool.query(
    `WITH waiting AS (DELETE FROM aurora_events.message WHERE consumer = $1)
     DELETE FROM aurora_events.parked WHERE consumer = $1`,
    [queue],
  );
}
