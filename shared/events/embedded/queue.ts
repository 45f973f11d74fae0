import type { Pool } from 'pg';
import type { CloudEvent } from '../cloud-event.ts';
import type { ParkedEvent } from '../contract.ts';
import { CHANNEL } from './session.ts';

/** One event for one consumer. */
export interface Message {
  /** Decimal digits of a bigint; grows with the order of publishing. */
  readonly id: string;
  /** Attempts made before. */
  readonly attempts: number;
  readonly envelope: CloudEvent;
}

/** The next messages of a queue, leaving out those held already and all that wait behind a retry of their subject. */
export async function fetch(pool: Pool, queue: string, held: readonly string[], limit: number): Promise<Message[]> {
  const { rows } = await pool.query<Message>({
    name: 'aurora-events-fetch',
    text: `
      SELECT id, attempts, envelope FROM aurora_events.message m
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

export async function postpone(
  pool: Pool,
  queue: string,
  id: string,
  attempts: number,
  delayMs: number,
): Promise<void> {
  await pool.query(
    `UPDATE aurora_events.message SET attempts = $3, retry_at = now() + $4 * interval '1 ms'
     WHERE consumer = $1 AND id = $2`,
    [queue, id, attempts, delayMs],
  );
}

export async function park(pool: Pool, queue: string, id: string, attempts: number, reason: string): Promise<void> {
  await pool.query(
    `WITH given_up AS (DELETE FROM aurora_events.message WHERE consumer = $1 AND id = $2 RETURNING *)
     INSERT INTO aurora_events.parked (consumer, id, envelope, attempts, reason)
     SELECT consumer, id, envelope, $3, $4 FROM given_up`,
    [queue, id, attempts, reason],
  );
}

export async function parked(pool: Pool, queue: string, limit: number): Promise<ParkedEvent[]> {
  const { rows } = await pool.query(
    `SELECT envelope AS event, attempts, reason, parked_at FROM aurora_events.parked
     WHERE consumer = $1 ORDER BY id LIMIT $2`,
    [queue, limit],
  );
  return rows.map(({ parked_at, ...row }) => ({ ...row, parkedAt: (parked_at as Date).toISOString() }));
}

/** Back into the queue, behind what is there, oldest first. */
export async function replay(pool: Pool, queue: string, limit: number): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `WITH chosen AS (
       SELECT id FROM aurora_events.parked WHERE consumer = $1 ORDER BY id LIMIT $2 FOR UPDATE
     ), taken AS (
       DELETE FROM aurora_events.parked p USING chosen WHERE p.consumer = $1 AND p.id = chosen.id RETURNING p.*
     ), queued AS (
       INSERT INTO aurora_events.message (consumer, subject, envelope)
       SELECT consumer, envelope ->> 'subject', envelope FROM taken ORDER BY id RETURNING 1
     )
     SELECT count(*)::int AS count, pg_notify('${CHANNEL}', $1) FROM queued`,
    [queue, limit],
  );
  return rows[0]?.count ?? 0;
}
