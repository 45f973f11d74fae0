import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { DEFAULT_LIMIT, type ParkedChoice, type ParkedEvent, type ReplayChoice } from '../contract.ts';
import { CHANNEL } from './session.ts';

/** What `valuesOf` chooses of a queue's parked events, oldest first. */
const CHOSEN = `
  SELECT * FROM aurora_events.parked
  WHERE consumer = $1 AND ($2::text[] IS NULL OR envelope ->> 'id' = ANY($2)) AND ($3::timestamptz IS NULL OR parked_at >= $3)
  ORDER BY id LIMIT $4`;

export async function parked(pool: Pool, queue: string, choice: ParkedChoice = {}): Promise<ParkedEvent[]> {
  const { rows } = await pool.query(CHOSEN, valuesOf(queue, choice));
  return rows.map(({ envelope, attempts, reason, parked_at }) => ({
    event: envelope,
    attempts,
    reason,
    parkedAt: (parked_at as Date).toISOString(),
  }));
}

/** Back into the queue, behind what is there, oldest first. */
export async function replay(pool: Pool, queue: string, choice: ReplayChoice = {}): Promise<number> {
  const { perSecond } = choice;
  if (perSecond === undefined) return replayAtOnce(pool, queue, choice);
  let replayed = 0;
  // Chosen once: what is parked again meanwhile is not among them.
  for (const { event } of await parked(pool, queue, choice)) {
    replayed += await replayAtOnce(pool, queue, { ids: [event.id], limit: 1 });
    await sleep(1_000 / perSecond);
  }
  return replayed;
}

async function replayAtOnce(pool: Pool, queue: string, choice: ParkedChoice): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `WITH chosen AS (${CHOSEN} FOR UPDATE), taken AS (
       DELETE FROM aurora_events.parked p USING chosen WHERE p.consumer = $1 AND p.id = chosen.id RETURNING p.*
     ), queued AS (
       INSERT INTO aurora_events.message (consumer, subject, envelope)
       SELECT consumer, envelope ->> 'subject', envelope FROM taken ORDER BY id RETURNING 1
     )
     SELECT count(*)::int AS count, pg_notify('${CHANNEL}', $1) FROM queued`,
    valuesOf(queue, choice),
  );
  return rows[0]?.count ?? 0;
}

export async function purge(pool: Pool, queue: string, choice: ParkedChoice = {}): Promise<number> {
  const { rowCount } = await pool.query(
    `WITH chosen AS (${CHOSEN} FOR UPDATE)
     DELETE FROM aurora_events.parked p USING chosen WHERE p.consumer = $1 AND p.id = chosen.id`,
    valuesOf(queue, choice),
  );
  return rowCount ?? 0;
}

function valuesOf(queue: string, { ids, since, limit = DEFAULT_LIMIT }: ParkedChoice): unknown[] {
  return [queue, ids ?? null, since ?? null, limit];
}
