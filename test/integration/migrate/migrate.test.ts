import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrateCreate, migrateDown, migrateUp } from '../../../cli/actions/migrate.ts';
import { migrateStatus } from '../../../cli/actions/migrate-status.ts';
import type { Narrator } from '../../../cli/narrator.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { lending, type Orders, orders, SERVICE } from './support/orders.ts';
import { startRun } from './support/run.ts';

let postgres: StartedPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const up = (shop: Orders, to?: string) =>
  migrateUp(shop.fleet, shop.runtime, { service: SERVICE, to }, silentNarrator).then(([done]) => done?.migrations);
const down = (shop: Orders, to?: string) =>
  migrateDown(shop.fleet, shop.runtime, { service: SERVICE, to }, silentNarrator).then(({ migrations }) => migrations);
const states = async (shop: Orders) =>
  (await migrateStatus(shop.fleet, shop.runtime)).flatMap(({ migrations }) =>
    migrations.map(({ name, state }) => `${name} ${state}`),
  );

async function three(): Promise<Orders> {
  const shop = await orders(postgres);
  await shop.write('0001-create-orders', 'CREATE TABLE orders (id int PRIMARY KEY)', 'DROP TABLE orders');
  await shop.write('0002-create-lines', 'CREATE TABLE lines (id serial PRIMARY KEY)', 'DROP TABLE lines');
  await shop.write('0003-add-price', 'ALTER TABLE lines ADD price int', 'ALTER TABLE lines DROP price');
  return shop;
}

describe('aurora migrate', () => {
  it('applies what is pending in order, once, and records who did it', async () => {
    await using shop = await three();
    expect(await states(shop)).toEqual([
      '0001-create-orders pending',
      '0002-create-lines pending',
      '0003-add-price pending',
    ]);
    expect(await up(shop)).toEqual(['0001-create-orders', '0002-create-lines', '0003-add-price']);
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
    expect(await shop.rows('SELECT checksum, aurora_version FROM schema_migrations LIMIT 1')).toEqual([
      { checksum: expect.stringMatching(/^[0-9a-f]{64}$/), aurora_version: expect.any(String) },
    ]);
  });

  it('keeps its log from being written by the service, also when the databases are provisioned again', async () => {
    await using shop = await three();
    await up(shop);
    const write = () => shop.rows('DELETE FROM schema_migrations', shop.login);
    await expect(write()).rejects.toThrow('permission denied for table schema_migrations');
    await shop.provision();
    await expect(write()).rejects.toThrow('permission denied for table schema_migrations');
    expect(await shop.rows('DELETE FROM lines', shop.login)).toEqual([]);
  });

  it('goes up and down to a migration, and one step down without', async () => {
    await using shop = await three();
    expect(await up(shop, '0002-create-lines')).toEqual(['0001-create-orders', '0002-create-lines']);
    expect(await up(shop, '0001-create-orders')).toEqual([]);
    expect(await up(shop)).toEqual(['0003-add-price']);
    expect(await down(shop)).toEqual(['0003-add-price']);
    expect(await down(shop, '0003-add-price')).toEqual([]);
    expect(await down(shop, '0001-create-orders')).toEqual(['0002-create-lines', '0001-create-orders']);
    expect(await down(shop)).toEqual([]);
    expect(await shop.tables()).toEqual(['schema_migrations']);
    expect(await up(shop)).toHaveLength(3);
  });

  it('applies a migration that another branch brought below what is applied', async () => {
    await using shop = await three();
    await up(shop);
    await shop.write('0002-add-colour', 'CREATE TABLE colours (id int)');
    expect(await states(shop)).toContain('0002-add-colour pending');
    expect(await up(shop)).toEqual(['0002-add-colour']);
  });

  it('gives the login of the service the rows of the new tables, and no more', async () => {
    await using shop = await three();
    await up(shop);
    expect(await shop.rows('INSERT INTO lines (price) VALUES (1) RETURNING id', shop.login)).toEqual([{ id: 1 }]);
    expect(await shop.rows('UPDATE lines SET price = 2 RETURNING price', shop.login)).toEqual([{ price: 2 }]);
    expect(await shop.rows('DELETE FROM lines RETURNING id', shop.login)).toEqual([{ id: 1 }]);
    for (const sql of [
      'CREATE TABLE more (id int)',
      'ALTER TABLE lines ADD x int',
      'DROP TABLE lines',
      'TRUNCATE lines',
    ]) {
      await expect(shop.rows(sql, shop.login)).rejects.toThrow(/permission denied|must be owner/);
    }
  });

  it('refuses to go on over an applied migration that was edited', async () => {
    await using shop = await three();
    await up(shop, '0002-create-lines');
    await shop.write('0002-create-lines', 'CREATE TABLE lines (id bigserial PRIMARY KEY)', 'DROP TABLE lines');
    expect(await states(shop)).toContain('0002-create-lines edited');
    await expect(up(shop)).rejects.toMatchObject({
      code: 'migration_edited',
      exit: 'failed',
      message: '0002-create-lines of orders-service changed after it was applied.',
      next: expect.stringContaining('aurora migrate create orders-service'),
    });
    expect(await states(shop)).toContain('0003-add-price pending');
  });

  it('tells of an applied migration whose file is gone, and does not revert it', async () => {
    await using shop = await three();
    await up(shop, '0002-create-lines');
    await shop.remove('0002-create-lines');
    await shop.write('0003-add-price', 'ALTER TABLE lines ADD price int');
    expect(await states(shop)).toContain('0002-create-lines missing');

    const warnings: string[] = [];
    const narrator: Narrator = { ...silentNarrator, warn: (line) => warnings.push(line) };
    await migrateUp(shop.fleet, shop.runtime, { service: SERVICE }, narrator);
    expect(warnings).toEqual(['migrate orders-service: 0002-create-lines was applied, and its file is gone']);
    expect(await states(shop)).toContain('0003-add-price applied');
    await expect(down(shop, '0002-create-lines')).rejects.toMatchObject({
      code: 'migration_missing',
      next: expect.stringContaining('migrations/orders-service/0002-create-lines.ts'),
    });
    expect(await states(shop)).toContain('0003-add-price applied');
  });

  it('writes the next migration, which runs as it is', async () => {
    await using shop = await three();
    const path = await migrateCreate(shop.fleet, SERVICE, 'add-discount');
    expect(path).toMatch(/migrations\/orders-service\/0004-add-discount\.ts$/);
    expect(await readFile(path, 'utf8')).toContain('export async function down');
    expect(await up(shop)).toContain('0004-add-discount');
    expect(await down(shop)).toEqual(['0004-add-discount']);
  });

  it('leaves nothing of a migration that fails, keeps those before it, and says what to do', async () => {
    await using shop = await three();
    await shop.write('0002-create-lines', 'CREATE TABLE lines (id serial); INSERT INTO lines VALUES (1); SELEKT 1');
    await expect(up(shop)).rejects.toMatchObject({
      code: 'migration_failed',
      exit: 'failed',
      message: 'Migration orders-service/0002-create-lines failed on its way up.',
      details: ['syntax error at or near "SELEKT"', 'SELEKT 1', 'Nothing of it is left in the database.'],
      next: 'correct migrations/orders-service/0002-create-lines.ts, then: aurora migrate up orders-service',
    });
    expect(await shop.tables()).toEqual(['orders', 'schema_migrations']);
    expect(await states(shop)).toEqual([
      '0001-create-orders applied',
      '0002-create-lines pending',
      '0003-add-price pending',
    ]);

    await shop.write('0002-create-lines', 'CREATE TABLE lines (id serial PRIMARY KEY)', 'DROP TABLE lines');
    await startRun(shop).ended;
    expect(await states(shop)).toContain('0003-add-price applied');
  });

  it('says to do what a migration asks for that stops by itself, and how to go on in the same phase', async () => {
    await using shop = await three();
    const stops = "export async function up() { throw new Error('3 rows have no price: fill them in.'); }";
    await shop.writeSource('0004-require-price', `${stops}\nexport async function down() {}\n`);
    await expect(
      migrateUp(shop.fleet, shop.runtime, { service: SERVICE, phase: 'expand' }, silentNarrator),
    ).rejects.toMatchObject({
      details: ['3 rows have no price: fill them in.', 'Nothing of it is left in the database.'],
      next: 'do what it says, or correct migrations/orders-service/0004-require-price.ts, then: aurora migrate up orders-service --phase expand',
    });
  });

  it('jumps over no contract that an expand goes on from, and leaves all as it was', async () => {
    await using shop = await three();
    await up(shop);
    const contract = (name: string, does: string, back: string) => {
      const way = (sql: string) => `async ({ sequelize }: { sequelize: Sequelize }) => sequelize.query('${sql}')`;
      return shop.writeSource(
        name,
        `import type { Sequelize } from 'sequelize';\nexport const phase = 'contract';\nexport const up = ${way(does)};\nexport const down = ${way(back)};\n`,
      );
    };
    await shop.write('0004-add-total', 'ALTER TABLE lines ADD total int', 'ALTER TABLE lines DROP total');
    await contract('0005-drop-price', 'ALTER TABLE lines DROP price', 'ALTER TABLE lines ADD price int');
    await shop.write('0006-add-note', 'ALTER TABLE orders ADD note text', 'ALTER TABLE orders DROP note');
    await shop.write('0007-add-price', 'ALTER TABLE lines ADD price text', 'ALTER TABLE lines DROP price');
    const upTo = (phase: 'expand' | 'contract', to?: string) =>
      migrateUp(shop.fleet, shop.runtime, { service: SERVICE, phase, to }, silentNarrator);
    await expect(upTo('expand')).rejects.toMatchObject({
      code: 'contract_pending',
      message: '0007-add-price of orders-service waits for 0005-drop-price: both change lines.',
      next: 'aurora migrate up orders-service --phase expand --to 0005-drop-price, then, once nothing of the version before runs: aurora migrate up orders-service --phase contract --to 0005-drop-price',
    });
    expect(await states(shop)).toContain('0004-add-total pending');
    // Those that have to do with other tables, it may.
    await upTo('expand', '0006-add-note');
    await expect(upTo('expand')).rejects.toMatchObject({
      next: 'once nothing of the version before runs: aurora migrate up orders-service --phase contract --to 0005-drop-price',
    });
    await upTo('contract', '0005-drop-price');
    expect((await upTo('expand')).flatMap(({ migrations }) => migrations)).toEqual(['0007-add-price']);
  });

  it('leaves a migration applied whose way back fails', async () => {
    await using shop = await orders(postgres);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int)', 'DROP TABLE orders; SELECT 1/0');
    await up(shop);
    await expect(down(shop)).rejects.toMatchObject({
      code: 'migration_failed',
      details: expect.arrayContaining(['division by zero']),
    });
    expect(await shop.tables()).toEqual(['orders', 'schema_migrations']);
    expect(await states(shop)).toEqual(['0001-create-orders applied']);
  });

  it.each([
    ['no TypeScript', 'export const up = (', /Unexpected|Expression expected|error/i],
    ['no function', 'export const up = 1;', /exports no function "up"/],
    ['a throw of its own', `export function up() { throw new Error('not today'); }`, /not today/],
    [
      'a transaction of its own',
      'export const up = ({ sequelize }) => sequelize.transaction(async () => {});',
      /runs in transactions already/,
    ],
    [
      'an end of the transaction',
      `export const up = ({ sequelize }) => sequelize.query('COMMIT');`,
      /runs in transactions already/,
    ],
  ])('tells of a migration that is %s', async (_title, source, reason) => {
    await using shop = await orders(postgres);
    await shop.writeSource('0001-create-orders', source);
    await expect(up(shop)).rejects.toMatchObject({
      code: 'migration_failed',
      details: expect.arrayContaining([expect.stringMatching(reason)]),
    });
  });

  it('passes over no file of the folder in silence', async () => {
    await using shop = await three();
    await shop.write('0004_AddThing', 'SELECT 1');
    await expect(up(shop)).rejects.toMatchObject({
      code: 'migration_misnamed',
      message: expect.stringContaining('0004_AddThing.ts'),
    });
  });

  it('tells of a database that does not answer', async () => {
    await using shop = await three();
    const url = shop.owner.replace(String(postgres.port), '1');
    const runtime = lending({ url: () => url });
    await expect(migrateStatus(shop.fleet, runtime)).rejects.toMatchObject({
      code: 'database_unreachable',
      exit: 'startup',
      details: [expect.stringContaining('ECONNREFUSED')],
    });
  });
});
