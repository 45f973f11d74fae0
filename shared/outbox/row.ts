import type { CloudEvent } from '../events/index.ts';
import { partitionOf } from './partition.ts';

/**
 * The columns that a command fills, in the order of `outboxValues`, with their PostgreSQL types for casts.
 * A command inserts them in the statement, or at least the transaction, that makes the change.
 */
export const OUTBOX_COLUMNS = [
  { name: 'event_id', type: 'uuid' },
  { name: 'aggregate_type', type: 'text' },
  { name: 'aggregate_id', type: 'text' },
  { name: 'aggregate_version', type: 'integer' },
  { name: 'partition', type: 'smallint' },
  { name: 'type', type: 'text' },
  { name: 'schema_version', type: 'smallint' },
  { name: 'envelope', type: 'json' },
] as const;

/** The values of one event's row. */
export function outboxValues(event: CloudEvent): unknown[] {
  const { entity, schemaVersion } = parseType(event.type);
  return [
    event.id,
    entity,
    event.subject,
    Number(event.sequence),
    partitionOf(event.subject),
    event.type,
    schemaVersion,
    JSON.stringify(event),
  ];
}

const TYPE = /\.(?<entity>[^.]+)\.[^.]+\.v(?<schemaVersion>\d+)$/;

function parseType(type: string): { entity: string; schemaVersion: number } {
  const { entity, schemaVersion } = TYPE.exec(type)?.groups ?? {};
  if (!entity) throw new TypeError(`not an event type: ${type}`);
  return { entity, schemaVersion: Number(schemaVersion) };
}
