import type { Pool } from 'pg';
import { anyVersion } from '../versions.ts';

/**
 * From its commit on, events of these types, of whatever version, are kept for the queue. Types are only ever added:
 * while versions change, an older process must not take away what a newer one waits for.
 */
export async function subscribe(pool: Pool, queue: string, types: readonly string[]): Promise<void> {
  await pool.query(
    `INSERT INTO aurora_events.subscription (consumer, type)
     SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
    [queue, [...new Set(types.map(anyVersion))]],
  );
}
