import { Counter, Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/index.ts';
import type { PublishResult } from '../events/index.ts';
import { Look } from '../metrics/index.ts';
import { type OutboxBacklog, outboxBacklog } from './backlog.ts';

/** Registers `outbox_pending_events`, `outbox_oldest_event_seconds` and `outbox_dead_events`, looked up when scraped. */
export function outboxMetrics(registry: Registry, database: Database): void {
  // The three are collected at once and share one look.
  const look = new Look(() => outboxBacklog(database));
  const gauge = (name: string, help: string, value: keyof OutboxBacklog) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set((await look.value())?.[value] ?? Number.NaN);
      },
    });
  gauge('outbox_pending_events', 'Events that wait to be sent.', 'pending');
  gauge('outbox_oldest_event_seconds', 'Age of the oldest event that waits to be sent; 0 if none does.', 'oldest');
  gauge('outbox_dead_events', 'Events that the broker refused for good.', 'dead');
}

/** Counts what the broker says to events that are sent to it. */
export function countPublished(registry: Registry): (results: readonly PublishResult[]) => void {
  const counter = new Counter({
    name: 'events_published_total',
    help: 'Events given to the broker, by what became of them: sent, refused by it, or unsent for it was away.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  return (results) => {
    for (const [outcome, { length }] of Map.groupBy(results, (result) => result.outcome))
      counter.inc({ outcome }, length);
  };
}
