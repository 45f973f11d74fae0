import type { Database } from '../database/index.ts';
import type { CloudEvent } from '../events/index.ts';

/** An event that comes again later than this takes effect again: parked events must be replayed or purged before. */
export const RETENTION_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Forgets events handled longer ago than the retention; returns how many. */
export async function forgetHandled(database: Database): Promise<number> {
  const { count } = await database.query({
    text: `DELETE FROM inbox WHERE received_at < CURRENT_TIMESTAMP(6) - INTERVAL '${RETENTION_DAYS}' DAY`,
  });
  return count;
}

/**
 * Whether an event is so old that inboxes may have forgotten it: one that took effect then takes effect again when it
 * comes again. No inbox has forgotten a younger one, for none has heard of it before it happened.
 */
export function mayBeForgotten({ time }: Pick<CloudEvent, 'time'>, now = Date.now()): boolean {
  return Date.parse(time) < now - RETENTION_DAYS * DAY_MS;
}
