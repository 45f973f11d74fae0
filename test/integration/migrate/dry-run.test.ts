import { expect, it } from '@jest/globals';
import { migrateDown, migrateUp } from '../../../cli/actions/migrate.ts';
import { asSql, migrateDryRun } from '../../../cli/actions/migrate-dry-run.ts';
import { migrateStatus } from '../../../cli/actions/migrate-status.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { type Orders, orders, SERVICE } from './support/orders.ts';
import { onEachEngine } from './support/servers.ts';

type Phase = 'expand' | 'contract';

const up = (shop: Orders, phase?: Phase) =>
  migrateUp(shop.fleet, shop.runtime, { service: SERVICE, phase }, silentNarrator).then(([done]) => done?.migrations);
const dry = async (shop: Orders, direction: 'up' | 'down' = 'up', phase?: Phase) =>
  asSql(await migrateDryRun(shop.fleet, shop.runtime, { service: SERVICE, phase }, direction));

const migration = (exported: string, up: readonly string[], down: readonly string[] = []) => `${exported}
export const up = async ({ sequelize, backfill }) => { ${up.map((sql) => `await ${sql};`).join(' ')} };
export const down = async ({ sequelize }) => { ${down.map((sql) => `await ${sql};`).join(' ')} };`;
const query = (sql: string) => `sequelize.query(${JSON.stringify(sql)})`;

/** A rename in the safe form: added, filled, and only later taken away. */
async function renaming(server: Parameters<typeof orders>[0]): Promise<Orders> {
  const shop = await orders(server);
  await shop.write(
    '0001-create-orders',
    'CREATE TABLE orders (id int PRIMARY KEY, title varchar(9))',
    'DROP TABLE orders',
  );
  const add = query('ALTER TABLE orders ADD COLUMN name varchar(9)');
  const fill = `backfill({ table: 'orders', set: 'name = title', where: 'name IS NULL AND title IS NOT NULL' })`;
  const without = query('ALTER TABLE orders DROP COLUMN name');
  await shop.writeSource('0002-add-name', migration('export const transaction = false;', [add, fill], [without]));
  const drop = query('ALTER TABLE orders DROP COLUMN title');
  const back = query('ALTER TABLE orders ADD COLUMN title varchar(9)');
  await shop.writeSource('0003-drop-title', migration(`export const phase = 'contract';`, [drop], [back]));
  await shop.write('0004-create-lines', 'CREATE TABLE lines_ (id int)', 'DROP TABLE lines_');
  return shop;
}

onEachEngine('what migrations would do', (server, dialect) => {
  const one = dialect === 'postgres' ? 'in one transaction' : 'statement by statement';
  const orders_ = dialect === 'postgres' ? '"orders"' : '`orders`';

  it('is printed as SQL, and nothing is touched', async () => {
    await using shop = await renaming(server());
    expect(await dry(shop)).toEqual([
      `-- orders-service/0001-create-orders, expand, ${one}`,
      'CREATE TABLE orders (id int PRIMARY KEY, title varchar(9));',
      '-- orders-service/0002-add-name, expand, statement by statement',
      'ALTER TABLE orders ADD COLUMN name varchar(9);',
      `UPDATE ${orders_} SET name = title WHERE (name IS NULL AND title IS NOT NULL) /* in batches by id */;`,
      `-- orders-service/0003-drop-title, contract, ${one}`,
      'ALTER TABLE orders DROP COLUMN title;',
      `-- orders-service/0004-create-lines, expand, ${one}`,
      'CREATE TABLE lines_ (id int);',
    ]);
    expect(await shop.tables()).toEqual([]);
  });

  it('is what is left of it, where it was cut off', async () => {
    await using shop = await renaming(server());
    const broken = migration('export const transaction = false;', [
      query('ALTER TABLE orders ADD COLUMN name varchar(9)'),
      query('ALTER TABLE nothing ADD x int'),
    ]);
    await shop.writeSource('0002-add-name', broken);
    await expect(up(shop)).rejects.toMatchObject({ code: 'migration_failed' });
    expect((await dry(shop)).slice(0, 2)).toEqual([
      '-- orders-service/0002-add-name, expand, statement by statement',
      'ALTER TABLE nothing ADD x int;',
    ]);
  });

  it('is the way back, where it is asked for that', async () => {
    await using shop = await renaming(server());
    expect(await dry(shop, 'down')).toEqual(['-- orders-service: nothing to do']);
    await up(shop);
    expect(await dry(shop, 'down')).toEqual([
      `-- orders-service/0004-create-lines, expand, ${one}`,
      'DROP TABLE lines_;',
    ]);
    expect(await shop.tables()).toContain('lines_');
  });

  it('says which file cannot be read', async () => {
    await using shop = await orders(server());
    await shop.writeSource('0001-create-orders', 'export const up = 1;');
    await expect(dry(shop)).rejects.toMatchObject({
      code: 'migration_unreadable',
      details: ['It exports no function "up".'],
    });
  });

  it('can leave out what the version before does not live with, until that is gone', async () => {
    await using shop = await renaming(server());
    await expect(up(shop, 'contract')).rejects.toMatchObject({
      code: 'expand_pending',
      message: 'A contract of orders-service waits for 0001-create-orders, 0002-add-name.',
    });
    expect(await up(shop, 'expand')).toEqual(['0001-create-orders', '0002-add-name', '0004-create-lines']);
    expect(await dry(shop, 'up', 'expand')).toEqual(['-- orders-service: nothing to do']);
    const states = (await migrateStatus(shop.fleet, shop.runtime)).flatMap(({ migrations }) => migrations);
    expect(states.map(({ name, phase, state }) => [name, phase, state])).toContainEqual([
      ...['0003-drop-title', 'contract', 'pending'],
    ]);
    expect(await up(shop, 'contract')).toEqual(['0003-drop-title']);
    await migrateDown(shop.fleet, shop.runtime, { service: SERVICE, to: '0001-create-orders' }, silentNarrator);
    expect(await shop.tables()).not.toContain('orders');
  });
});
