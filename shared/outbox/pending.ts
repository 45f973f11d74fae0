import type { Database, Row } from '../database/index.ts';
import type { CloudEvent } from '../events/index.ts';

/** An event that waits in the outbox. */
export interface Pending extends Row {
  /** Decimal digits of a bigint; grows from one event of an aggregate to its next. */
  readonly position: string;
  readonly partition: number;
  readonly aggregate: string;
  readonly attempts: number;
  readonly envelope: CloudEvent;
}

/**
 * By state, never by a cursor: transactions commit in another order than they take their positions.
 * What follows an event that waits for its next attempt waits with it.
 */
const PENDING = {
  name: 'outbox-pending',
  text: `
    SELECT * FROM (
      SELECT batch.*, SUM(OCTET_LENGTH(CONCAT(envelope, ''))) OVER (ORDER BY position) AS weight FROM (
        SELECT position, "partition", aggregate_type || '/' || aggregate_id AS aggregate, attempts, envelope
        FROM outbox o
        WHERE "partition" = ANY($1) AND NOT EXISTS (
          SELECT 1 FROM outbox waiting
          WHERE waiting.aggregate_type = o.aggregate_type AND waiting.aggregate_id = o.aggregate_id
            AND waiting.position <= o.position AND waiting.available_at > CURRENT_TIMESTAMP(6)
        )
        ORDER BY position LIMIT $2
      ) AS batch
    ) AS weighed
    WHERE weight - OCTET_LENGTH(CONCAT(envelope, '')) < $3
    ORDER BY position`,
};

/**
 * MariaDB reads the whole table for a long list, and so would wait for the row of a transaction that goes on: there each is
 * looked up, from one JSON text.
 */
const DELETE = {
  postgres: { name: 'outbox-delete', text: 'DELETE FROM outbox WHERE position = ANY($1)' },
  mysql: {
    name: 'outbox-delete',
    text: `DELETE outbox FROM JSON_TABLE($1, '$[*]' COLUMNS (position BIGINT PATH '$')) AS sent
      STRAIGHT_JOIN outbox ON outbox.position = sent.position`,
  },
};

/** A row, as long as its partition's fence is still the one that it was read under. */
const FENCED = `position = $1 AND EXISTS (
  SELECT 1 FROM outbox_leases l WHERE l."partition" = outbox."partition" AND l.fence = $2)`;

const POSTPONE = {
  name: 'outbox-postpone',
  text: `
    UPDATE outbox SET available_at = CURRENT_TIMESTAMP(6) + $3 * INTERVAL '1 ms', attempts = $4, last_error = $5
    WHERE ${FENCED}`,
};

/** What an event keeps when it is given up on, and when it is taken up again. */
export const COLUMNS = `position, event_id, aggregate_type, aggregate_id, aggregate_version, "partition", type, schema_version,
  envelope, created_at`;

const BURY = [
  {
    name: 'outbox-bury',
    text: `
      INSERT INTO outbox_dead (${COLUMNS}, attempts, last_error)
      SELECT ${COLUMNS}, $3, $4 FROM outbox WHERE ${FENCED} FOR UPDATE`,
  },
  { name: 'outbox-buried', text: 'DELETE FROM outbox WHERE position = $1' },
];

export interface Batch {
  readonly events: readonly Pending[];
  /** There may be more. */
  readonly isFull: boolean;
}

/** The oldest events of these partitions that may be sent now: so many, and beyond so many bytes only the one that reaches them. */
export async function pending(
  database: Database,
  partitions: readonly number[],
  limit: { readonly events: number; readonly bytes: number },
): Promise<Batch> {
  const { rows } = await database.query<Pending & { weight: string }>(PENDING, [partitions, limit.events, limit.bytes]);
  const isFull = rows.length === limit.events || Number(rows.at(-1)?.weight ?? 0) >= limit.bytes;
  return { events: rows, isFull };
}

/** Whoever sent them: sent is sent. */
export async function remove(database: Database, sent: readonly Pending[]): Promise<void> {
  if (sent.length === 0) return;
  const positions = sent.map(({ position }) => position);
  const { name } = database.dialect;
  await database.query(DELETE[name], [name === 'mysql' ? JSON.stringify(positions) : positions]);
}

/** What an event's row says after it could not be sent. */
export interface Setback {
  readonly fence: string | undefined;
  /** Attempts that were the event's own failure, this one included. */
  readonly attempts: number;
  readonly reason: string;
}

/** Tries again after a while; everything else goes on meanwhile, but for later events of the same aggregate. */
export async function postpone(database: Database, { position }: Pending, setback: Setback, ms: number): Promise<void> {
  await database.query(POSTPONE, [position, setback.fence, ms, setback.attempts, setback.reason]);
}

/** Gives up: the event moves to `outbox_dead`, and its aggregate goes on. */
export async function bury(database: Database, { position }: Pending, setback: Setback): Promise<void> {
  await database.inTurn(BURY, [position, setback.fence, setback.attempts, setback.reason]);
}
