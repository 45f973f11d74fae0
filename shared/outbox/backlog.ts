import type { Database } from '../database/index.ts';

const BACKLOG = {
  name: 'outbox-backlog',
  text: `
    SELECT count(*) AS pending, min(created_at) AS since, CURRENT_TIMESTAMP(6) AS now,
      (SELECT count(*) FROM outbox_dead) AS dead
    FROM outbox`,
};

/** What an outbox has before it. */
export interface OutboxBacklog {
  /** Events that wait to be sent. */
  readonly pending: number;
  /** Age of the oldest of them, in seconds; 0 if none waits. */
  readonly oldest: number;
  /** Events that the broker refused for good. */
  readonly dead: number;
}

/** Counts what waits in the outbox, and what it has given up on. */
export async function outboxBacklog(database: Database): Promise<OutboxBacklog> {
  const { rows } = await database.query(BACKLOG);
  const { pending, since, now, dead } = rows[0] as { pending: string; since: string | null; now: string; dead: string };
  const oldest = since === null ? 0 : (Date.parse(now) - Date.parse(since)) / 1000;
  return { pending: Number(pending), oldest, dead: Number(dead) };
}
