import { expect, it } from '@jest/globals';
import mysql from 'mysql2/promise';
import pg from 'pg';
import type { Backfill } from '../../../cli/migrate/backfill/contract.ts';
import type { BackfillProgress } from '../../../cli/migrate/backfill/progress.ts';
import { migrationFiles } from '../../../cli/migrate/files.ts';
import { applyPending } from '../../../cli/migrate/run.ts';
import { isPostgres } from '../../../cli/runtimes/databases.ts';
import { type Orders, orders, SERVICE } from './support/orders.ts';
import { onEachEngine } from './support/servers.ts';

/** @param sql what is there before */
async function shopWith(server: Parameters<typeof orders>[0], sql: readonly string[], work: Backfill): Promise<Orders> {
  const shop = await orders(server);
  for (const statement of sql) await shop.rows(statement);
  await shop.writeSource(
    '0001-fill-orders',
    `export const transaction = false;
     export const up = ({ backfill }) => backfill(${JSON.stringify(work)});`,
  );
  return shop;
}

async function fill(shop: Orders, onBackfill: () => void = () => undefined, statementTimeoutMs = 0) {
  const told: BackfillProgress[] = [];
  const files = () => migrationFiles(shop.fleet, SERVICE);
  await applyPending({
    ...{
      service: SERVICE,
      files,
      url: shop.owner,
      pace: { backfillShare: 1, statementTimeoutMs },
      onWait: () => undefined,
    },
    onBackfill: (_name, progress) => {
      told.push(progress);
      onBackfill();
    },
  });
  return told;
}

interface Asked {
  connect(): Promise<unknown>;
  query(sql: string): Promise<unknown>;
  end(): Promise<void>;
}

/** A transaction of somebody else. */
async function writing({ owner }: Orders): Promise<{ query(sql: string): Promise<unknown> } & AsyncDisposable> {
  const client: Asked = isPostgres(owner) ? new pg.Client(owner) : await mysql.createConnection(owner);
  await client.connect();
  const query = (sql: string): Promise<unknown> => client.query(sql);
  await query('START TRANSACTION');
  return { query, [Symbol.asyncDispose]: () => client.end() };
}

const NUMBERS = Array.from({ length: 25 }, (_, index) => index + 1);
onEachEngine('a backfill', (server, dialect) => {
  it('walks a table by its key, in batches of which each is told', async () => {
    const rows = `INSERT INTO orders VALUES ${NUMBERS.map((n) => `(${n * 7}, NULL)`)}`;
    const work = { table: 'orders', set: 'state = id', where: 'state IS NULL', batch: 10 };
    await using shop = await shopWith(
      server(),
      ['CREATE TABLE orders (id bigint PRIMARY KEY, state bigint)', rows],
      work,
    );
    const told = await fill(shop);
    const walked = told.map(({ rows: done }) => done);
    expect(walked.at(-1)).toBe(25);
    // Smaller ones where the machine is slow.
    expect(walked.every((done, index) => done - (walked[index - 1] ?? 0) <= 10)).toBe(true);
    expect(await shop.rows('SELECT id FROM orders WHERE state IS NULL OR state <> id')).toEqual([]);
  });

  it('has nothing to do in an empty table', async () => {
    await using shop = await shopWith(server(), ['CREATE TABLE orders (id int PRIMARY KEY, state int)'], {
      table: 'orders',
      set: 'state = 1',
    });
    expect(await fill(shop)).toEqual([]);
  });

  it.each([
    ['texts', 'varchar(40)', (n: number) => `'it''s ${n} \\'`.replaceAll('\\', dialect === 'mysql' ? '\\\\' : '\\')],
    [
      'UUIDs',
      dialect === 'postgres' ? 'uuid' : 'char(36)',
      (n: number) => `'00000000-0000-7000-8000-${String((n * 31) % 97).padStart(12, '0')}'`,
    ],
    [
      'bytes',
      dialect === 'postgres' ? 'bytea' : 'binary(3)',
      (n: number) =>
        dialect === 'postgres'
          ? `'\\x00ff${n.toString(16).padStart(2, '0')}'`
          : `X'00ff${n.toString(16).padStart(2, '0')}'`,
    ],
    [
      'times',
      dialect === 'postgres' ? 'timestamptz' : 'datetime(6)',
      (n: number) => `'2026-01-01 00:00:00.0000${String(n).padStart(2, '0')}'`,
    ],
    [
      'numbers beyond a double',
      dialect === 'postgres' ? 'bigint' : 'bigint',
      (n: number) => String(9_007_199_254_740_990n + BigInt(n)),
    ],
    ['decimals', 'decimal(30, 10)', (n: number) => `12345678901234567890.00000000${String(n).padStart(2, '0')}`],
  ])('walks by %s, each row once', async (_name, type, value) => {
    const sql = [
      `CREATE TABLE orders (code ${type} PRIMARY KEY, times int NOT NULL)`,
      `INSERT INTO orders VALUES ${NUMBERS.map((n) => `(${value(n)}, 0)`)}`,
    ];
    await using shop = await shopWith(server(), sql, {
      table: 'orders',
      key: 'code',
      set: 'times = times + 1',
      batch: 4,
    });
    await fill(shop);
    expect(await shop.rows('SELECT times FROM orders')).toEqual(NUMBERS.map(() => ({ times: 1 })));
  });

  it('walks by a key of several columns, each row once', async () => {
    const pairs = NUMBERS.map((n) => `(${n % 3}, 'line ${n % 9}', 0)`);
    const sql = [
      'CREATE TABLE lines_ (part int, name varchar(20), times int NOT NULL, PRIMARY KEY (part, name))',
      `INSERT INTO lines_ VALUES ${[...new Set(pairs)]}`,
    ];
    await using shop = await shopWith(server(), sql, {
      table: 'lines_',
      key: ['part', 'name'],
      set: 'times = times + 1',
      batch: 2,
    });
    await fill(shop);
    expect(await shop.rows('SELECT DISTINCT times FROM lines_')).toEqual([{ times: 1 }]);
  });

  it('takes rows that share a key together', async () => {
    const sql = [
      'CREATE TABLE orders (day int NOT NULL, times int NOT NULL)',
      'CREATE INDEX orders_day ON orders (day)',
      `INSERT INTO orders VALUES ${NUMBERS.map((n) => `(${n % 2}, 0)`)}`,
    ];
    await using shop = await shopWith(server(), sql, {
      table: 'orders',
      key: 'day',
      set: 'times = times + 1',
      batch: 3,
    });
    await fill(shop);
    expect(await shop.rows('SELECT DISTINCT times FROM orders')).toEqual([{ times: 1 }]);
  });

  it('finds rows that were written behind it', async () => {
    const sql = [
      'CREATE TABLE orders (id int PRIMARY KEY, state int)',
      `INSERT INTO orders VALUES ${NUMBERS.map((n) => `(${n * 2}, NULL)`)}`,
    ];
    await using shop = await shopWith(server(), sql, {
      table: 'orders',
      set: 'state = 1',
      where: 'state IS NULL',
      batch: 5,
    });
    // It cannot come to its end before they are there: somebody holds the last row until then.
    await using writer = await writing(shop);
    await writer.query('UPDATE orders SET id = id WHERE id = 50');
    let isWritten = false;
    const told = await fill(shop, () => {
      if (isWritten) return;
      isWritten = true;
      void writer.query('INSERT INTO orders VALUES (1, NULL), (3, NULL)').then(() => writer.query('COMMIT'));
    });
    expect(told.length).toBeGreaterThan(5);
    expect(await shop.rows('SELECT id FROM orders WHERE state IS NULL')).toEqual([]);
  });

  it.each([
    [
      'what it does can be told from what it has done',
      { table: 'orders', set: 'state = 1', where: 'id > 0' },
      /walked orders 3 times.*id > 0/,
    ],
    ['the table is there', { table: 'nothing', set: 'state = 1' }, /for nothing, and there is no such table/],
    [
      'the key is there',
      { table: 'orders', key: 'number', set: 'state = 1' },
      /by number, which it does not have; its primary key would do: key: 'id'/,
    ],
    ['no key is null', { table: 'orders', key: 'state', set: 'state = 1' }, /state may be null/],
    ['there is an index', { table: 'orders', key: 'part', set: 'state = 1' }, /no index begins with part/],
  ])('fails unless %s', async (_name, work, reason) => {
    const sql = [
      'CREATE TABLE orders (id int PRIMARY KEY, part int NOT NULL, state int)',
      'INSERT INTO orders VALUES (1, 1, NULL)',
    ];
    await using shop = await shopWith(server(), sql, work);
    await expect(fill(shop)).rejects.toMatchObject({
      code: 'migration_failed',
      details: expect.arrayContaining([expect.stringMatching(reason)]),
    });
  });

  it('takes fewer rows at a time where they take longer than a statement may', async () => {
    const rows = `INSERT INTO orders VALUES ${Array.from({ length: 100 }, (_, n) => `(${n}, 0)`)}`;
    // A row takes so long that all are too many and one is not, on a quick machine as on a slow and busy one.
    // Of MariaDB many numbers are summed, for it ends a SLEEP and says nothing.
    const slow =
      dialect === 'postgres'
        ? 'state = state + 1 + length(pg_sleep(0.02)::text)'
        : 'state = state + 1 + 0 * (SELECT SUM(seq + id) FROM seq_1_to_400000)';
    await using shop = await shopWith(server(), ['CREATE TABLE orders (id int PRIMARY KEY, state int)', rows], {
      table: 'orders',
      set: slow,
    });
    const told = await fill(shop, undefined, 600);
    expect(told.length).toBeGreaterThan(1);
    expect(await shop.rows('SELECT DISTINCT state FROM orders')).toEqual([{ state: 1 }]);
  });

  it('is refused where the migration is one transaction', async () => {
    await using shop = await orders(server());
    await shop.writeSource(
      '0001-fill-orders',
      `export const up = ({ backfill }) => backfill({ table: 'orders', set: 'a = 1' });`,
    );
    await expect(fill(shop)).rejects.toMatchObject({
      details: expect.arrayContaining([expect.stringContaining('export const transaction = false')]),
    });
  });
});
