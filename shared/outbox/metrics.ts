import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/index.ts';

const BACKLOG = {
  name: 'outbox-backlog',
  text: `
    SELECT count(*)::int AS pending,
      coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest,
      (SELECT count(*)::int FROM outbox_dead) AS dead
    FROM outbox`,
};

/** Registers `outbox_pending_events`, `outbox_oldest_event_seconds` and `outbox_dead_events`, looked up when scraped. */
export function outboxMetrics(registry: Registry, database: Database): void {
  const gauge = (name: string, help: string, collect?: () => Promise<void>) =>
    new Gauge({ name, help, registers: [registry], ...(collect && { collect }) });
  const oldest = gauge('outbox_oldest_event_seconds', 'Age of the oldest event that waits to be sent; 0 if none does.');
  const dead = gauge('outbox_dead_events', 'Events that the broker refused for good.');
  const pending = gauge('outbox_pending_events', 'Events that wait to be sent.', async () => {
    // A database that is away must not take the other metrics with it; readiness tells of it.
    const { rows } = await database.query(BACKLOG).catch(() => ({ rows: [] }));
    pending.set(Number(rows[0]?.pending ?? Number.NaN));
    oldest.set(Number(rows[0]?.oldest ?? Number.NaN));
    dead.set(Number(rows[0]?.dead ?? Number.NaN));
  });
}
