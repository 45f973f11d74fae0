import type { Dialect, Statement } from '../database/index.ts';
import type { CloudEvent } from '../events/index.ts';
import { partitionOf } from './partition.ts';

/** The columns that a command fills, in the order of `outboxValues`, with their PostgreSQL types for casts. */
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

const NAMES = OUTBOX_COLUMNS.map(({ name }) => `"${name}"`).join(', ');

/**
 * A write of one row at most that, if it touches that row, tells an event as well; for `inTurn`, with the write's own
 * values and then `outboxValues`. One statement, so one round trip and one transaction, where the engine can do that.
 * @param parameters how many values the write itself has
 */
export function telling({ name, text }: Required<Statement>, parameters: number, dialect: Dialect): Statement[] {
  const places = OUTBOX_COLUMNS.map((_, index) => `$${parameters + index + 1}`);
  if (!dialect.writesWithinWrites) {
    return [
      { name, text },
      { name: `${name}-tell`, text: `INSERT INTO outbox (${NAMES}) VALUES (${places.join(', ')})` },
    ];
  }
  const values = OUTBOX_COLUMNS.map(({ type }, index) => `${places[index]}::${type}`).join(', ');
  const insert = `INSERT INTO outbox (${NAMES}) SELECT ${values} FROM written`;
  return [{ name, text: `WITH written AS (${text} RETURNING 1) ${insert}` }];
}

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
