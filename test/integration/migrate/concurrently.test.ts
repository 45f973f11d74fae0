import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrateDown, migrateUp } from '../../../cli/actions/migrate.ts';
import { migrateStatus } from '../../../cli/actions/migrate-status.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { type StartedPostgres, startPostgres, until } from '../../../shared/testing/index.ts';
import { type Orders, orders, SERVICE } from './support/orders.ts';
import { startRun } from './support/run.ts';

let postgres: StartedPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const PATIENT = { withinMs: 30_000 };
const up = (shop: Orders) => migrateUp(shop.fleet, shop.runtime, { service: SERVICE }, silentNarrator);
const indexes = (shop: Orders) =>
  shop.rows(
    `SELECT relname AS name, indisvalid AS valid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = 'orders'::regclass`,
  );

async function withIndex(statement: string): Promise<Orders> {
  const shop = await orders(postgres);
  await shop.rows('CREATE TABLE orders (title text)');
  await shop.rows(`INSERT INTO orders VALUES ('one'), ('one')`);
  await shop.writeSource(
    '0001-index-orders',
    `export const transaction = false;
     export const up = ({ sequelize }) => sequelize.query(${JSON.stringify(statement)});
     export const down = ({ sequelize }) => sequelize.query('DROP INDEX CONCURRENTLY orders_title');`,
  );
  return shop;
}

/** A transaction that has written, and whose end an index waits for that is built concurrently. */
async function writing(shop: Orders): Promise<AsyncDisposable> {
  const client = new pg.Client({ connectionString: shop.owner, application_name: 'slow report' });
  await client.connect();
  await client.query('BEGIN');
  await client.query("INSERT INTO orders VALUES ('two')");
  return { [Symbol.asyncDispose]: () => client.end() };
}

describe('an index that is built concurrently', () => {
  it('is dropped and built again after a SIGKILL in its midst, which leaves it invalid', async () => {
    await using shop = await withIndex('CREATE INDEX CONCURRENTLY orders_title ON orders (title)');
    {
      await using _ = await writing(shop);
      const run = startRun(shop);
      await Promise.race([until(async () => (await indexes(shop)).length > 0, PATIENT), run.ended]);
      run.kill9();
      await expect(run.ended).rejects.toThrow('SIGKILL');
      expect(await indexes(shop)).toEqual([{ name: 'orders_title', valid: false }]);
      const [state] = (await migrateStatus(shop.fleet, shop.runtime)).flatMap(({ migrations }) => migrations);
      expect(state).toMatchObject({
        state: 'interrupted',
        interrupted: { direction: 'up', done: 0, begun: 'CREATE INDEX CONCURRENTLY orders_title ON orders (title)' },
      });
    }
    await up(shop);
    expect(await indexes(shop)).toEqual([{ name: 'orders_title', valid: true }]);
  });

  it('is taken back after a SIGKILL in its midst', async () => {
    await using shop = await withIndex('CREATE INDEX CONCURRENTLY orders_title ON orders (title)');
    {
      await using _ = await writing(shop);
      const run = startRun(shop);
      await Promise.race([until(async () => (await indexes(shop)).length > 0, PATIENT), run.ended]);
      run.kill9();
      await expect(run.ended).rejects.toThrow('SIGKILL');
    }
    await migrateDown(shop.fleet, shop.runtime, { service: SERVICE }, silentNarrator);
    expect(await indexes(shop)).toEqual([]);
  });

  it('waits for whoever writes, however long that takes, and says for whom', async () => {
    await using shop = await withIndex('CREATE INDEX CONCURRENTLY orders_title ON orders (title)');
    const notes: string[] = [];
    const narrator = {
      ...silentNarrator,
      step: <T>(_title: string, work: (step: { note(text: string): void }) => Promise<T>) =>
        work({ note: (text) => void notes.push(text) }),
    };
    const options = { service: SERVICE, pace: { lockTimeoutMs: 50, lockRetries: 0, statementTimeoutMs: 50 } };
    const writer = await writing(shop);
    const done = migrateUp(shop.fleet, shop.runtime, options, narrator);
    await Promise.race([until(() => notes.some((note) => note.includes('slow report')), PATIENT), done]);
    await writer[Symbol.asyncDispose]();
    await done;
    expect(notes[0]).toMatch(
      /^waiting for slow report \(pid \d+, login orders_\d+_owner\), in a transaction since .*: INSERT INTO orders VALUES \(\?\)$/,
    );
    expect(await indexes(shop)).toEqual([{ name: 'orders_title', valid: true }]);
  });

  it('leaves nothing where it fails, and is built once the rows are as it wants them', async () => {
    await using shop = await withIndex('CREATE UNIQUE INDEX CONCURRENTLY orders_title ON orders (title)');
    await expect(up(shop)).rejects.toMatchObject({
      code: 'migration_failed',
      details: expect.arrayContaining([
        expect.stringContaining('(title)=(one) is duplicated'),
        'Nothing of it is left in the database.',
      ]),
    });
    expect(await indexes(shop)).toEqual([]);
    await shop.rows('DELETE FROM orders');
    await up(shop);
    expect(await indexes(shop)).toEqual([{ name: 'orders_title', valid: true }]);
  });

  it('has to have a name', async () => {
    await using shop = await withIndex('CREATE INDEX CONCURRENTLY ON orders (title)');
    await expect(up(shop)).rejects.toMatchObject({
      details: expect.arrayContaining([expect.stringContaining('needs a name')]),
    });
  });
});
