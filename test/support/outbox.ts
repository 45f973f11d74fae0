import { join } from 'node:path';
import { connectDatabase, type Database, type Executor } from '../../shared/database/index.ts';
import { type CloudEvent, createEvent } from '../../shared/events/index.ts';
import type { Logger } from '../../shared/logging/index.ts';
import { OUTBOX_COLUMNS, outboxValues } from '../../shared/outbox/index.ts';
import { migrate, type StartedDatabase } from '../../shared/testing/index.ts';

const MIGRATIONS = join(import.meta.dirname, '../../migrations/subject-service');

/** A service's own database with its outbox and inbox. */
export async function serviceDatabase(server: StartedDatabase, name: string, log: Logger): Promise<Database> {
  const url = await server.createDatabase(name);
  await migrate(url, MIGRATIONS);
  return connectDatabase({ url, poolSize: 10, log });
}

/** Of one aggregate, its `version`th event. */
export function orderPlaced(order: string, version: number, data: unknown = {}): CloudEvent {
  const origin = { fleet: 'test', service: 'order-service', entity: 'order', verb: 'placed' };
  return createEvent({ ...origin, aggregateId: order, aggregateVersion: version, data });
}

export const ORDER_PLACED = 'test.order-service.order.placed.v1';

const INSERT = {
  text: `INSERT INTO outbox (${OUTBOX_COLUMNS.map(({ name }) => `"${name}"`).join(', ')})
    VALUES (${OUTBOX_COLUMNS.map((_, index) => `$${index + 1}`).join(', ')})`,
};

/** As a command does, beside what it changes. */
export async function store(executor: Executor, ...events: readonly CloudEvent[]): Promise<void> {
  for (const event of events) await executor.query(INSERT, outboxValues(event));
}

/** What waits in the outbox, in order. */
export async function waiting(
  database: Database,
): Promise<{ id: string; attempts: number; lastError: string | null }[]> {
  const { rows } = await database.query({
    text: 'SELECT event_id AS id, attempts, last_error AS "lastError" FROM outbox ORDER BY position',
  });
  return rows as { id: string; attempts: number; lastError: string | null }[];
}
