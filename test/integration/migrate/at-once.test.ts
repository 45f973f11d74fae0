import { expect, it } from '@jest/globals';
import { migrateUp } from '../../../cli/actions/migrate.ts';
import { migrateStatus } from '../../../cli/actions/migrate-status.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { type Orders, orders, SERVICE } from './support/orders.ts';
import { startRun } from './support/run.ts';
import { onEachEngine } from './support/servers.ts';

const up = (shop: Orders) => migrateUp(shop.fleet, shop.runtime, { service: SERVICE }, silentNarrator);
const source = (...statements: readonly string[]) =>
  `export const transaction = false;
   export const up = ({ sequelize }) => Promise.all(${JSON.stringify(statements)}.map((sql) => sequelize.query(sql)));`;

onEachEngine('statements that are asked for at once', (server) => {
  it('are run one after the other, and none behind one that fails', async () => {
    await using shop = await orders(server());
    const first = 'CREATE TABLE orders (id int)';
    await shop.writeSource('0001-create-orders', source(first, 'SELEKT 1', 'CREATE TABLE lines_ (id int)'));
    await expect(up(shop)).rejects.toMatchObject({ code: 'migration_failed' });
    const [state] = (await migrateStatus(shop.fleet, shop.runtime)).flatMap(({ migrations }) => migrations);
    expect(state?.interrupted).toEqual({ direction: 'up', done: 1, begun: null, backfill: null });
    expect(await shop.tables()).not.toContain('lines_');
    await shop.writeSource(
      '0001-create-orders',
      source(first, 'INSERT INTO orders VALUES (1)', 'CREATE TABLE lines_ (id int)'),
    );
    await startRun(shop).ended;
    expect(await shop.rows('SELECT id FROM orders')).toEqual([{ id: 1 }]);
    expect(await shop.tables()).toContain('lines_');
  });
});
