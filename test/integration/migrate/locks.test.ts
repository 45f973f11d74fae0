import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { migrationFiles } from '../../../cli/migrate/files.ts';
import { applyPending } from '../../../cli/migrate/run.ts';
import {
  mariadbMissing,
  type StartedMariadb,
  type StartedPostgres,
  startMariadb,
  startPostgres,
} from '../../../shared/testing/index.ts';
import { type Orders, orders, SERVICE } from './support/orders.ts';

let postgres: StartedPostgres;
let mariadb: StartedMariadb;
beforeAll(async () => {
  postgres = await startPostgres();
  if (!mariadbMissing) mariadb = await startMariadb();
});
afterAll(async () => {
  await postgres?.stop();
  await mariadb?.stop();
});

const on = mariadbMissing ? describe.skip : describe;

function apply(shop: Orders, lockRetries: number, onWait: (holder: string) => void = () => undefined) {
  const files = () => migrationFiles(shop.fleet, SERVICE);
  return applyPending({ service: SERVICE, files, url: shop.owner, onWait, pace: { lockTimeoutMs: 100, lockRetries } });
}

async function withOrders(server: StartedPostgres | StartedMariadb, transaction = true): Promise<Orders> {
  const shop = await orders(server);
  await shop.rows('CREATE TABLE orders (id int PRIMARY KEY, title varchar(20))');
  await shop.rows("INSERT INTO orders VALUES (1, 'one')");
  await shop.writeSource(
    '0001-add-price',
    `export const transaction = ${transaction};
     export const up = async ({ sequelize }) => {
       await sequelize.query('CREATE TABLE lines_ (id int)');
       await sequelize.query('ALTER TABLE orders ADD COLUMN price int');
     };`,
  );
  return shop;
}

describe('a lock that somebody else holds, on PostgreSQL', () => {
  async function reading(shop: Orders): Promise<pg.Client & AsyncDisposable> {
    const client = new pg.Client({ connectionString: shop.login, application_name: 'orders-service' });
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT * FROM orders');
    return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
  }

  it.each([true, false])('is waited for in short times, with transaction = %s', async (transaction) => {
    await using shop = await withOrders(postgres, transaction);
    await shop.provision();
    await using reader = await reading(shop);
    const waited: string[] = [];
    const done = apply(shop, 1_000, (holder) => {
      waited.push(holder);
      void reader.query('COMMIT');
    });
    expect(await done).toMatchObject({ migrations: ['0001-add-price'] });
    expect(waited[0]).toMatch(/^orders-service \(pid \d+, login orders_\d+\)$/);
    expect(await shop.rows('SELECT price FROM orders')).toEqual([{ price: null }]);
  });

  it('is given up on at last, with the name of its holder, and what to do', async () => {
    await using shop = await withOrders(postgres);
    await shop.provision();
    await using _ = await reading(shop);
    await expect(apply(shop, 1)).rejects.toMatchObject({
      code: 'migration_failed',
      details: [
        'It did not get a lock that it needs, 2 times within 0.1 s each.',
        expect.stringMatching(/^It is held by orders-service \(pid \d+, login orders_\d+\)\.$/),
        'canceling statement due to lock timeout',
        'ALTER TABLE orders ADD COLUMN price int',
        'Nothing of it is left in the database.',
      ],
      next: expect.stringMatching(
        /^end those transactions, or wait .*aurora migrate up orders-service; --lock-timeout 30s/,
      ),
    });
    expect(await shop.tables()).toEqual(['orders', 'schema_migrations']);
  });

  it('does not stand for a statement that takes too long', async () => {
    await using shop = await orders(postgres);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int); SELECT pg_sleep(60)');
    const files = () => migrationFiles(shop.fleet, SERVICE);
    const run = { service: SERVICE, files, url: shop.owner, onWait: () => undefined };
    await expect(applyPending({ ...run, pace: { statementTimeoutMs: 200 } })).rejects.toMatchObject({
      code: 'migration_failed',
      details: expect.arrayContaining(['canceling statement due to statement timeout']),
    });
  });
});

on(`a lock that somebody else holds, on MariaDB ${mariadbMissing ?? ''}`, () => {
  async function reading(shop: Orders): Promise<mysql.Connection & AsyncDisposable> {
    const client = await mysql.createConnection(shop.owner);
    await client.query('START TRANSACTION');
    await client.query('SELECT * FROM orders');
    return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
  }
  /** Who may see others. */
  async function seeing(shop: Orders): Promise<void> {
    await shop.rows(`GRANT PROCESS ON *.* TO '${new URL(shop.owner).username}'@'%'`, mariadb.url());
  }

  it('is waited for in short times', async () => {
    await using shop = await withOrders(mariadb);
    await seeing(shop);
    await using reader = await reading(shop);
    const waited: string[] = [];
    const done = apply(shop, 1_000, (holder) => {
      waited.push(holder);
      void reader.query('COMMIT');
    });
    expect(await done).toMatchObject({ migrations: ['0001-add-price'] });
    expect(waited[0]).toMatch(
      /^connection \d+ of orders_\d+_owner@127\.0\.0\.1:\d+, in a transaction since \d\d:\d\d:\d\d$/,
    );
  });

  it('is given up on at last, and what was done before it stays', async () => {
    await using shop = await withOrders(mariadb);
    await using _ = await reading(shop);
    await expect(apply(shop, 1)).rejects.toMatchObject({
      code: 'migration_failed',
      details: expect.arrayContaining([
        'It did not get a lock that it needs, 2 times within 0.1 s each.',
        'Who has it, this login may not see.',
        expect.stringContaining('Lock wait timeout exceeded'),
        'Its first statement is in the database, and stays; it goes on after that.',
      ]),
    });
  });

  it('does not stand for a statement that takes too long', async () => {
    await using shop = await orders(mariadb);
    await shop.write(
      '0001-create-orders',
      'CREATE TABLE orders (id int); INSERT INTO orders SELECT a.seq FROM seq_1_to_100000 AS a, seq_1_to_100000 AS b',
    );
    const files = () => migrationFiles(shop.fleet, SERVICE);
    const run = { service: SERVICE, files, url: shop.owner, onWait: () => undefined };
    await expect(applyPending({ ...run, pace: { statementTimeoutMs: 200 } })).rejects.toMatchObject({
      code: 'migration_failed',
      details: expect.arrayContaining([expect.stringContaining('max_statement_time exceeded')]),
    });
  });
});
