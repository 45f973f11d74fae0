import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrateCreate, migrateDown, migrateUp } from '../../../cli/actions/migrate.ts';
import { migrateStatus } from '../../../cli/actions/migrate-status.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import { withLock } from '../../../cli/migrate/lock.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { provisionMysql } from '../../../cli/runtimes/databases/mysql.ts';
import { mariadbMissing, type StartedMariadb, startMariadb, until } from '../../../shared/testing/index.ts';
import { lending, type Orders, orders, SERVICE } from './support/orders.ts';
import { startRun } from './support/run.ts';

const on = mariadbMissing ? describe.skip : describe;

let server: StartedMariadb;
beforeAll(async () => {
  if (!mariadbMissing) server = await startMariadb();
});
afterAll(() => server?.stop());

const PATIENT = { withinMs: 30_000 };
const LOGS = ['schema_migrations', 'schema_migrations_holder'];

const up = (shop: Orders, to?: string, service = SERVICE) =>
  migrateUp(shop.fleet, shop.runtime, { service, to }, silentNarrator).then(([done]) => done?.migrations);
const down = (shop: Orders, to?: string, service = SERVICE) =>
  migrateDown(shop.fleet, shop.runtime, { service, to }, silentNarrator).then(({ migrations }) => migrations);
const states = async (shop: Orders) =>
  (await migrateStatus(shop.fleet, shop.runtime)).flatMap(({ migrations }) =>
    migrations.map(({ name, state }) => `${name} ${state}`),
  );

async function three(): Promise<Orders> {
  const shop = await orders(server);
  await shop.write('0001-create-orders', 'CREATE TABLE orders (id int PRIMARY KEY)', 'DROP TABLE orders');
  await shop.write('0002-create-lines', 'CREATE TABLE lines_ (id serial PRIMARY KEY)', 'DROP TABLE lines_');
  await shop.write('0003-add-price', 'ALTER TABLE lines_ ADD price int', 'ALTER TABLE lines_ DROP price');
  return shop;
}

on(`aurora migrate on MariaDB ${mariadbMissing ?? ''}`, () => {
  it('goes up and down, to a migration and one step, and records who did it', async () => {
    await using shop = await three();
    expect(await states(shop)).toContain('0001-create-orders pending');
    expect(await up(shop, '0002-create-lines')).toEqual(['0001-create-orders', '0002-create-lines']);
    expect(await up(shop)).toEqual(['0003-add-price']);
    expect(await up(shop)).toEqual([]);
    const [first] = (await migrateStatus(shop.fleet, shop.runtime)).flatMap(({ migrations }) => migrations);
    expect(first).toEqual({
      name: '0001-create-orders',
      state: 'applied',
      appliedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      appliedBy: expect.stringMatching(/^.+@.+ \d+$/),
      durationMs: expect.any(Number),
      phase: 'expand',
      version: expect.any(String),
      interrupted: null,
    });
    expect(Math.abs(Date.now() - Date.parse(first?.appliedAt ?? ''))).toBeLessThan(60_000);
    expect(await down(shop)).toEqual(['0003-add-price']);
    expect(await down(shop, '0001-create-orders')).toEqual(['0002-create-lines', '0001-create-orders']);
    expect(await down(shop)).toEqual([]);
    expect(await shop.tables()).toEqual(LOGS);
    expect(await up(shop)).toHaveLength(3);
  });

  it('gives the login of the service the rows of all tables but its own, and no more', async () => {
    await using shop = await three();
    await up(shop);
    const check = async () => {
      for (const log of LOGS) await expect(shop.rows(`DELETE FROM ${log}`, shop.login)).rejects.toThrow('denied');
      // It tells where what it counts on is missing.
      expect(await shop.rows('SELECT name FROM schema_migrations', shop.login)).not.toEqual([]);
      await shop.rows('INSERT INTO lines_ (price) VALUES (1)', shop.login);
      expect(await shop.rows('SELECT price FROM lines_', shop.login)).toEqual([{ price: 1 }]);
      await shop.rows('DELETE FROM lines_', shop.login);
      for (const sql of ['CREATE TABLE more (id int)', 'ALTER TABLE lines_ ADD x int', 'DROP TABLE lines_']) {
        await expect(shop.rows(sql, shop.login)).rejects.toThrow('denied');
      }
    };
    await check();
    await shop.provision();
    await check();
  });

  it('keeps two databases apart whose names differ by one character for which a pattern has any', async () => {
    await using one = await three();
    await up(one);
    const other = one.owner.replace(/_(\d+)$/, 'x$1');
    await expect(one.rows('SELECT 1', other)).rejects.toThrow(/denied|Unknown database/);
  });

  it('tells in plain words when the login that was given may not make databases', async () => {
    await using shop = await three();
    await expect(
      provisionMysql(shop.login, [{ name: 'x', owner: { name: 'x_owner', password: 'x' } }]),
    ).rejects.toMatchObject({
      code: 'databases_refused',
      details: [expect.stringMatching(/^As orders_\d+: Access denied/)],
      next: 'give a login with CREATE, CREATE USER and GRANT OPTION in DATABASE_URL',
    });
  });

  it('refuses to go on over an applied migration that was edited', async () => {
    await using shop = await three();
    await up(shop, '0002-create-lines');
    await shop.write('0002-create-lines', 'CREATE TABLE lines_ (id int PRIMARY KEY)', 'DROP TABLE lines_');
    expect(await states(shop)).toContain('0002-create-lines edited');
    await expect(up(shop)).rejects.toMatchObject({ code: 'migration_edited' });
  });

  it('keeps what a failing migration has done, says so, and goes on after it once it is corrected', async () => {
    await using shop = await three();
    await shop.write('0002-create-lines', 'CREATE TABLE lines_ (id int); INSERT INTO lines_ VALUES (1); SELEKT 1');
    await expect(up(shop)).rejects.toMatchObject({
      code: 'migration_failed',
      message: 'Migration orders-service/0002-create-lines failed on its way up.',
      details: expect.arrayContaining([
        expect.stringContaining('SELEKT 1'),
        'Its first 2 statements are in the database, and stay; it goes on after them.',
      ]),
    });
    expect(await states(shop)).toEqual([
      '0001-create-orders applied',
      '0002-create-lines interrupted',
      '0003-add-price pending',
    ]);
    const corrected = 'CREATE TABLE lines_ (id int); INSERT INTO lines_ VALUES (1); INSERT INTO lines_ VALUES (2)';
    await shop.write('0002-create-lines', corrected, 'DROP TABLE lines_');
    await startRun(shop).ended;
    expect(await shop.rows('SELECT id FROM lines_ ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await states(shop)).not.toContain('0002-create-lines interrupted');
  });

  it('leaves nothing of a migration whose first statement fails', async () => {
    await using shop = await three();
    await shop.write('0002-create-lines', 'SELEKT 1');
    await expect(up(shop)).rejects.toMatchObject({
      details: expect.arrayContaining(['Nothing of it is left in the database.']),
    });
    expect(await states(shop)).toContain('0002-create-lines pending');
  });

  it('does not take another statement for the one that was run', async () => {
    await using shop = await three();
    await shop.write('0002-create-lines', 'CREATE TABLE lines_ (id int); SELEKT 1', 'DROP TABLE lines_');
    await expect(up(shop)).rejects.toMatchObject({ code: 'migration_failed' });
    await shop.write('0002-create-lines', 'CREATE TABLE other (id int)', 'DROP TABLE lines_');
    await expect(startRun(shop).ended).rejects.toThrow('statement 1 is not the one that has been run');
    expect(await down(shop)).toEqual(['0002-create-lines']);
    expect(await shop.tables()).toEqual(['orders', ...LOGS]);
  });

  it('finishes what was killed on its way up, wherever that was', async () => {
    await using shop = await orders(server);
    const statements = [
      'CREATE TABLE orders (id int)',
      'INSERT INTO orders VALUES (1)',
      'ALTER TABLE orders ADD x int',
    ];
    await shop.write(
      '0001-create-orders',
      [...statements, 'DO SLEEP(2)', 'INSERT INTO orders VALUES (2, 2)'].join('; '),
    );
    const run = startRun(shop);
    const sleeps = async () =>
      (
        await shop.rows(
          "SELECT 1 FROM information_schema.processlist WHERE info LIKE '%DO SLEEP%' AND id <> CONNECTION_ID()",
        )
      ).length > 0;
    await Promise.race([until(sleeps, PATIENT), run.ended]);
    run.kill9();
    await expect(run.ended).rejects.toThrow('SIGKILL');
    expect(await states(shop)).toEqual(['0001-create-orders interrupted']);
    // Waits for what the killed one has left running.
    expect(await up(shop)).toEqual(['0001-create-orders']);
    expect(await shop.rows('SELECT id FROM orders ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await states(shop)).toEqual(['0001-create-orders applied']);
  });

  it('takes what was begun and is there for done', async () => {
    await using shop = await orders(server);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int); CREATE TABLE lines_ (id int)');
    await shop.write('0002-add', 'CREATE TABLE added (id int)');
    await up(shop, '0001-create-orders');
    // As a kill leaves it between a change and its count.
    const steps = JSON.stringify({ done: ['CREATE TABLE orders (id int)'], begun: 'CREATE TABLE lines_ (id int)' });
    await shop.rows(`UPDATE schema_migrations SET direction = 'up', steps = '${steps}'`);
    expect(await up(shop)).toEqual(['0001-create-orders', '0002-add']);
  });

  it('finishes a way down that was cut off before it goes up again', async () => {
    await using shop = await orders(server);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int)', 'DROP TABLE orders; DROP TABLE nothing');
    await up(shop);
    await expect(down(shop)).rejects.toMatchObject({ code: 'migration_failed' });
    expect(await states(shop)).toEqual(['0001-create-orders interrupted']);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int)', 'DROP TABLE orders');
    await startRun(shop).ended;
    expect(await states(shop)).toEqual(['0001-create-orders applied']);
    expect(await shop.tables()).toEqual(['orders', ...LOGS]);
  });

  it('waits for whoever migrates the database, and names them', async () => {
    await using shop = await orders(server);
    const holders: string[] = [];
    const wait = (holder: string) => void holders.push(holder);
    const outcome = withLock(shop.owner, wait, () =>
      withLock(shop.owner, wait, () => Promise.reject(new Error('entered twice')), 300),
    );
    await expect(outcome).rejects.toMatchObject({
      code: 'migration_locked',
      details: [`It is held by aurora ${userInfo().username}@${hostname()} ${process.pid}.`],
    });
    expect(holders).toHaveLength(1);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int)');
    const runs = await Promise.all([up(shop), up(shop), up(shop)]);
    expect(runs.map((names) => names?.length).sort()).toEqual([0, 0, 1]);
  });

  it('writes the next migration, which runs as it is', async () => {
    await using shop = await three();
    await migrateCreate(shop.fleet, SERVICE, 'add-discount');
    expect(await up(shop)).toContain('0004-add-discount');
    expect(await down(shop)).toEqual(['0004-add-discount']);
  });

  it('takes the migrations of this fleet up and down again, and leaves nothing', async () => {
    const fleet = await loadFleet({ file: join(import.meta.dirname, '../../../aurora.config.yaml') });
    for (const service of ['config-service', 'subject-service', 'file-service', 'syllabus-service']) {
      await using shop = await orders(server);
      const own = { fleet, runtime: lending({ url: () => shop.owner }) } as Orders;
      const names = (await up(own, undefined, service)) ?? [];
      expect(names.length).toBeGreaterThan(1);
      await down(own, names[0], service);
      expect(await shop.tables()).toEqual(LOGS);
      expect(await up(own, undefined, service)).toEqual(names);
    }
  });
});
