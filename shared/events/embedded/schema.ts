import type { ClientBase } from 'pg';

/**
 * The tables of the embedded broker, in a schema of their own. A message is one event for one consumer and is deleted
 * once handled, so the table stays as small as the backlog; autovacuum is told to keep up with that.
 */
const TABLES = `
  CREATE SCHEMA IF NOT EXISTS aurora_events;
  CREATE TABLE IF NOT EXISTS aurora_events.subscription (
    consumer text,
    type text,
    PRIMARY KEY (consumer, type)
  );
  CREATE TABLE IF NOT EXISTS aurora_events.message (
    consumer text,
    id bigint GENERATED ALWAYS AS IDENTITY,
    subject text NOT NULL,
    envelope json NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    retry_at timestamptz,
    PRIMARY KEY (consumer, id)
  ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
  ALTER TABLE aurora_events.message ADD COLUMN IF NOT EXISTS falls int NOT NULL DEFAULT 0;
  CREATE INDEX IF NOT EXISTS message_retry ON aurora_events.message (consumer, subject) WHERE retry_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS aurora_events.parked (
    consumer text,
    id bigint,
    envelope json NOT NULL,
    attempts int NOT NULL,
    reason text NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, id)
  );
  ALTER TABLE aurora_events.subscription ADD COLUMN IF NOT EXISTS expires_at timestamptz;
`;

/** What the statements above come to last. */
const LATEST = `
  SELECT 1 FROM information_schema.columns
  WHERE table_schema = 'aurora_events' AND table_name = 'subscription' AND column_name = 'expires_at'`;

/** Makes what is missing. Services that start at once on an empty database take turns. */
export async function ensureSchema(client: ClientBase): Promise<void> {
  const { rowCount } = await client.query(LATEST);
  if (rowCount === 1) return;
  // One multi-statement query is one transaction: the lock goes, and the tables appear, at its end.
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('aurora_events', 0)); ${TABLES}`);
}
