import type { Database } from '../database/index.ts';

/** An event that comes again later than this takes effect again: parked events must be replayed or purged before. */
export const RETENTION_DAYS = 30;

/** Forgets events handled longer ago than the retention; returns how many. */
export async function forgetHandled(database: Database): Promise<number> {
  const { count } = await database.query({
    text: `DELETE FROM inbox WHERE received_at < CURRENT_TIMESTAMP(6) - INTERVAL '${RETENTION_DAYS}' DAY`,
  });
  return count;
}
