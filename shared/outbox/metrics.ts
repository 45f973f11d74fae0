import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/index.ts';
import { type OutboxBacklog, outboxBacklog } from './backlog.ts';

/** Registers `outbox_pending_events`, `outbox_oldest_event_seconds` and `outbox_dead_events`, looked up when scraped. */
export function outboxMetrics(registry: Registry, database: Database): void {
  let looking: Promise<OutboxBacklog> | undefined;
  // The three are collected at once and share one look.
  const look = () => {
    looking ??= backlog(database).finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const gauge = (name: string, help: string, value: keyof OutboxBacklog) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set((await look())[value]);
      },
    });
  gauge('outbox_pending_events', 'Events that wait to be sent.', 'pending');
  gauge('outbox_oldest_event_seconds', 'Age of the oldest event that waits to be sent; 0 if none does.', 'oldest');
  gauge('outbox_dead_events', 'Events that the broker refused for good.', 'dead');
}

async function backlog(database: Database): Promise<OutboxBacklog> {
  try {
    return await outboxBacklog(database);
  } catch {
    // A database that is away must not take all other metrics with it; readiness tells of it.
    return { pending: Number.NaN, oldest: Number.NaN, dead: Number.NaN };
  }
}
