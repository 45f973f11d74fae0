import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { nothingKnown, settle } from '../../../../cli/migrate/lint/known.ts';
import { postgresReader } from '../../../../cli/migrate/lint/postgres/read.ts';
import { type Found, lintStatements } from '../../../../cli/migrate/lint/statements.ts';
import { type StartedPostgres, startPostgres } from '../../../../shared/testing/index.ts';
import { BEFORE } from '../../../cli/migrate/lint/rules.cases.ts';

const read = await postgresReader();
const TABLES = [
  ...BEFORE.postgres,
  'CREATE MATERIALIZED VIEW totals AS SELECT count(*) FROM orders',
  'CREATE DOMAIN code AS int',
  'CREATE TABLE coded (id bigint, c code)',
  'CREATE TABLE events (id bigint) PARTITION BY RANGE (id)',
  'CREATE TABLE p PARTITION OF events FOR VALUES FROM (0) TO (10)',
  'CREATE TABLE q (id bigint)',
  'CREATE SEQUENCE s',
];

let server: StartedPostgres;
let client: pg.Client;
/** What the server says of its work, since the last look. */
let notices: string[] = [];
beforeAll(async () => {
  server = await startPostgres();
  client = new pg.Client(server.url());
  await client.connect();
  client.on('notice', ({ message }) => notices.push(message ?? ''));
  for (const sql of TABLES) await client.query(sql);
  await client.query(
    `INSERT INTO orders (id, title, price) SELECT gen_random_uuid(), 'x', 1 FROM generate_series(1, 100)`,
  );
  await client.query('INSERT INTO coded VALUES (1, 1)');
});
afterAll(async () => {
  await client?.end();
  await server?.stop();
});

/** What it tells of its work on all rows, the worst first. */
const WORKS = ['rewriting', 'verifying', 'validating', 'building'];

interface Observed {
  readonly lock: string;
  readonly work: string;
}

/** What statements do, none of which stays: the strongest lock of the last on a table, and whether it reads or writes all rows. */
async function observe(statements: readonly string[], table: string): Promise<Observed> {
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL client_min_messages = debug1');
    for (const sql of statements.slice(0, -1)) {
      await client.query('SAVEPOINT earlier');
      await client.query(sql);
    }
    const before = await locksOn(table);
    notices = [];
    await client.query(statements.at(-1) as string);
    const work = WORKS.find((name) => notices.some((notice) => notice.startsWith(`${name} `)));
    const taken = (await locksOn(table)).filter((mode) => statements.length === 1 || !before.includes(mode));
    return { lock: taken.at(-1) ?? '', work: work ?? '' };
  } finally {
    await client.query('ROLLBACK');
  }
}

const MODES = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

async function locksOn(table: string): Promise<string[]> {
  const { rows } = await client.query<{ mode: string }>(
    'SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation = $1::regclass AND granted',
    [table],
  );
  return rows.map(({ mode }) => mode).sort((a, b) => MODES.indexOf(a) - MODES.indexOf(b));
}

async function lint(statements: readonly string[]): Promise<Found[]> {
  const known = nothingKnown();
  const way = { engine: 'postgres', direction: 'up', phase: 'contract', inTransaction: false } as const;
  await lintStatements({ ...way, statements: TABLES.map((sql) => ({ sql })) }, read, known);
  settle(known);
  return lintStatements({ ...way, statements: statements.map((sql) => ({ sql })) }, read, known);
}

type Row = readonly [sql: string, lock: string, work: string, table?: string];
const KEY = 'ADD CONSTRAINT k FOREIGN KEY (customer_id) REFERENCES customers (id)';

/** Each is told. */
const TOLD: readonly Row[] = [
  ['CREATE INDEX k ON orders (price)', 'ShareLock', 'building'],
  ['DROP INDEX orders_title', 'AccessExclusiveLock', ''],
  ['REINDEX INDEX orders_title', 'ShareLock', 'building'],
  ['ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0)', 'AccessExclusiveLock', 'verifying'],
  ['ALTER TABLE orders ADD CONSTRAINT k NOT NULL price', 'AccessExclusiveLock', 'verifying'],
  [`ALTER TABLE orders ${KEY}`, 'ShareRowExclusiveLock', 'validating'],
  [`ALTER TABLE orders ${KEY}`, 'ShareRowExclusiveLock', 'validating', 'customers'],
  ['ALTER TABLE orders ADD CONSTRAINT k UNIQUE (id, title)', 'AccessExclusiveLock', 'building'],
  ['ALTER TABLE orders ADD CONSTRAINT k EXCLUDE USING btree (id WITH =)', 'AccessExclusiveLock', 'building'],
  ['ALTER TABLE orders ALTER COLUMN price SET NOT NULL', 'AccessExclusiveLock', 'verifying'],
  ['ALTER TABLE orders ADD COLUMN x uuid DEFAULT gen_random_uuid()', 'AccessExclusiveLock', 'rewriting'],
  [`ALTER TABLE orders ADD COLUMN x bigint DEFAULT nextval('s')`, 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders ADD COLUMN x timestamptz DEFAULT clock_timestamp()', 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders ADD COLUMN x bigserial', 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders ADD COLUMN x bigint GENERATED ALWAYS AS IDENTITY', 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders ADD COLUMN x int GENERATED ALWAYS AS (quantity + 1) STORED', 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders ADD COLUMN x int CHECK (x > 0)', 'AccessExclusiveLock', 'verifying'],
  ['ALTER TABLE orders ALTER COLUMN quantity TYPE bigint', 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders ALTER COLUMN title TYPE varchar(40)', 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders ALTER COLUMN price TYPE numeric(12,3)', 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders ALTER COLUMN note TYPE varchar(60)', 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders ALTER COLUMN status TYPE text', 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders ALTER COLUMN title TYPE varchar(60) USING lower(title)', 'AccessExclusiveLock', 'rewriting'],
  ['ALTER TABLE orders SET UNLOGGED', 'AccessExclusiveLock', 'rewriting'],
  ['TRUNCATE orders', 'AccessExclusiveLock', 'building'],
  ['REFRESH MATERIALIZED VIEW totals', 'AccessExclusiveLock', '', 'totals'],
  ['ALTER DOMAIN code ADD CONSTRAINT k CHECK (VALUE > 0)', 'ShareLock', '', 'coded'],
  ['ALTER TABLE events DETACH PARTITION p', 'AccessExclusiveLock', '', 'events'],
  ['ALTER TABLE events ATTACH PARTITION q FOR VALUES FROM (10) TO (20)', 'AccessExclusiveLock', 'verifying', 'q'],
  ['LOCK TABLE orders', 'AccessExclusiveLock', ''],
  ['UPDATE orders SET price = 2', 'RowExclusiveLock', ''],
];

/** None is told: no work on rows under its lock, or one that lets others write. */
const PASSED: readonly Row[] = [
  ['ALTER TABLE orders ADD COLUMN x int', 'AccessExclusiveLock', ''],
  [`ALTER TABLE orders ADD COLUMN x jsonb NOT NULL DEFAULT '{}'`, 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ADD COLUMN x timestamptz NOT NULL DEFAULT now()', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ADD COLUMN x timestamptz DEFAULT CURRENT_TIMESTAMP(6)', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ADD COLUMN x int GENERATED ALWAYS AS (quantity + 1) VIRTUAL', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ADD COLUMN x uuid REFERENCES customers (id)', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0) NOT VALID', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0) NOT ENFORCED', 'AccessExclusiveLock', ''],
  [`ALTER TABLE orders ${KEY} NOT VALID`, 'ShareRowExclusiveLock', ''],
  ['ALTER TABLE orders ALTER COLUMN title TYPE varchar(60)', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ALTER COLUMN title TYPE varchar', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ALTER COLUMN title TYPE text', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ALTER COLUMN title TYPE varchar(60) USING title::varchar(60)', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ALTER COLUMN note TYPE varchar', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ALTER COLUMN price TYPE numeric(12,2)', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ALTER COLUMN price TYPE numeric', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ALTER COLUMN quantity SET DEFAULT 2', 'AccessExclusiveLock', ''],
  ['ALTER TABLE orders ALTER COLUMN title DROP NOT NULL', 'AccessExclusiveLock', ''],
  ['CREATE TABLE lines (order_id uuid REFERENCES orders (id))', 'ShareRowExclusiveLock', ''],
  [`ALTER TYPE status ADD VALUE 'sent'`, '', ''],
];

describe('a lock that a rule of PostgreSQL tells', () => {
  it.each(TOLD)('is one for the server: %s', async (sql, lock, work, table = 'orders') => {
    expect(await observe([sql], table)).toEqual({ lock, work });
    expect(await lint([sql])).not.toEqual([]);
  });

  it.each(PASSED)('is none where nothing is told: %s', async (sql, lock, work, table = 'orders') => {
    expect(await observe([sql], table)).toEqual({ lock, work });
    expect(await lint([sql])).toEqual([]);
  });

  it('is a mild one where a constraint is validated afterwards', async () => {
    const check = [
      'ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0) NOT VALID',
      'ALTER TABLE orders VALIDATE CONSTRAINT k',
    ];
    const foreign = [`ALTER TABLE orders ${KEY} NOT VALID`, 'ALTER TABLE orders VALIDATE CONSTRAINT k'];
    expect(await observe(check, 'orders')).toMatchObject({ lock: 'ShareUpdateExclusiveLock' });
    expect(await observe(foreign, 'orders')).toMatchObject({ lock: 'ShareUpdateExclusiveLock' });
    expect(await lint(check)).toEqual([]);
    expect(await lint(foreign)).toEqual([]);
  });

  it.each([
    ['a check', 'ADD CONSTRAINT k CHECK (price IS NOT NULL) NOT VALID'],
    ['a not null of PostgreSQL 18', 'ADD CONSTRAINT k NOT NULL price NOT VALID'],
  ])('is a short one for SET NOT NULL after %s', async (_what, added) => {
    const statements = [
      `ALTER TABLE orders ${added}`,
      'ALTER TABLE orders VALIDATE CONSTRAINT k',
      'ALTER TABLE orders ALTER COLUMN price SET NOT NULL',
    ];
    expect((await observe(statements, 'orders')).work).toBe('');
    expect(await lint(statements)).toEqual([]);
  });

  it.each([
    'CREATE INDEX CONCURRENTLY k ON orders (price)',
    'DROP INDEX CONCURRENTLY orders_title',
    'REINDEX INDEX CONCURRENTLY orders_title',
    'ALTER TABLE events DETACH PARTITION p CONCURRENTLY',
  ])('is refused inside a transaction: %s', async (sql) => {
    await expect(observe([sql], 'orders')).rejects.toMatchObject({ code: '25001' });
  });

  it('leaves an index that counts for nothing where a build is cut off, and IF NOT EXISTS takes it for one', async () => {
    await client
      .query('CREATE UNIQUE INDEX CONCURRENTLY k ON orders (title)')
      .catch(({ code }) => expect(code).toBe('23505'));
    await client.query('CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS k ON orders (title)');
    const { rows } = await client.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'k'::regclass`);
    expect(rows).toEqual([{ indisvalid: false }]);
    await client.query('DROP INDEX CONCURRENTLY k');
  });

  it('refuses a value of an enum in the transaction that adds it', async () => {
    await expect(
      observe([`ALTER TYPE status ADD VALUE 'sent'`, `UPDATE orders SET status = 'sent'`], 'orders'),
    ).rejects.toMatchObject({ code: '55P04' });
  });
});
