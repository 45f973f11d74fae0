import { hostname, userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrationFiles } from '../../../cli/migrate/files.ts';
import { withLock } from '../../../cli/migrate/lock.ts';
import { applyPending } from '../../../cli/migrate/run.ts';
import { readMigrations } from '../../../cli/migrate/state.ts';
import { type StartedPostgres, startPostgres, until } from '../../../shared/testing/index.ts';
import { type Orders, orders, SERVICE } from './support/orders.ts';
import { startRun } from './support/run.ts';

let postgres: StartedPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const PATIENT = { withinMs: 30_000 };

const apply = ({ fleet, owner }: Orders, onWait: (holder: string) => void = () => undefined) =>
  applyPending({ service: SERVICE, files: () => migrationFiles(fleet, SERVICE), url: owner, onWait });

const isSleeping = async (shop: Orders) =>
  (
    await shop.rows(
      `SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND datname = current_database() AND pid <> pg_backend_pid()`,
    )
  ).length > 0;

describe('two runs of migrations on one database', () => {
  it('wait for each other, and apply each migration once', async () => {
    await using shop = await orders(postgres);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int)');
    await shop.write('0002-create-lines', 'CREATE TABLE lines (id int)');
    const runs = await Promise.all([apply(shop), apply(shop), apply(shop)]);
    expect(runs.map(({ migrations }) => migrations.length).sort()).toEqual([0, 0, 2]);
  });

  it('name the holder of the lock, and give up at last', async () => {
    await using shop = await orders(postgres);
    const holders: string[] = [];
    const wait = (holder: string) => void holders.push(holder);
    const outcome = withLock(shop.owner, wait, () =>
      withLock(shop.owner, wait, () => Promise.reject(new Error('entered twice')), 300),
    );
    await expect(outcome).rejects.toMatchObject({
      code: 'migration_locked',
      exit: 'timeout',
      details: [`It is held by aurora ${userInfo().username}@${hostname()} ${process.pid}.`],
    });
    expect(holders).toHaveLength(1);
  });

  it('leave the database to the next one when killed, which then finishes', async () => {
    await using shop = await orders(postgres);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int)');
    await shop.write('0002-fill-orders', 'INSERT INTO orders VALUES (1); SELECT pg_sleep(60)');
    const run = startRun(shop);
    await Promise.race([until(() => isSleeping(shop), PATIENT), run.ended]);
    run.kill9();
    await expect(run.ended).rejects.toThrow('SIGKILL');
    await shop.write('0002-fill-orders', 'INSERT INTO orders VALUES (1)');
    expect((await apply(shop)).migrations).toEqual(['0002-fill-orders']);
    expect(await shop.rows('SELECT id FROM orders')).toEqual([{ id: 1 }]);
    // The statement of the killed run has been stopped as well.
    await until(async () => !(await isSleeping(shop)), PATIENT);
  });

  it('survive that the database is gone in the middle', async () => {
    await using shop = await orders(postgres);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int); SELECT pg_sleep(60)');
    const run = apply(shop).catch((error) => error);
    await until(() => isSleeping(shop), PATIENT);
    await postgres.kill9();
    expect(await run).toMatchObject({ code: 'migration_failed' });
    await postgres.restart();
    expect(await shop.tables()).toEqual(['schema_migrations']);
  });
});

describe('the look at what is pending', () => {
  it('leaves no trace in a database that was never migrated', async () => {
    await using shop = await orders(postgres);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int)');
    expect(await readMigrations(shop.fleet, shop.databases)).toMatchObject([{ migrations: [{ state: 'pending' }] }]);
    expect(await shop.tables()).toEqual([]);
  });
});
