import { expect, it } from '@jest/globals';
import { migrateUp } from '../../../cli/actions/migrate.ts';
import { migrateDiagnose, migrateRepair } from '../../../cli/actions/migrate-repair.ts';
import { migrateStatus } from '../../../cli/actions/migrate-status.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { type Orders, orders, SERVICE } from './support/orders.ts';
import { onEachEngine } from './support/servers.ts';

const up = (shop: Orders) => migrateUp(shop.fleet, shop.runtime, { service: SERVICE }, silentNarrator);
const diagnose = (shop: Orders) => migrateDiagnose(shop.fleet, shop.runtime, SERVICE);
const repair = (shop: Orders, wishes: { accept?: string[]; forget?: string[] }) =>
  migrateRepair(shop.fleet, shop.runtime, { service: SERVICE, accept: [], forget: [], ...wishes }, silentNarrator);
const states = async (shop: Orders) =>
  (await migrateStatus(shop.fleet, shop.runtime)).flatMap(({ migrations }) =>
    migrations.map(({ name, state }) => `${name} ${state}`),
  );

/** Three applied; the first edited, the second without its file. */
async function broken(server: Parameters<typeof orders>[0]): Promise<Orders> {
  const shop = await orders(server);
  await shop.write('0001-create-orders', 'CREATE TABLE orders (id int)');
  await shop.write('0002-create-lines', 'CREATE TABLE lines_ (id int)');
  await shop.write('0003-create-notes', 'CREATE TABLE notes (id int)');
  await up(shop);
  await shop.write('0001-create-orders', 'CREATE TABLE orders ( id int )');
  await shop.remove('0002-create-lines');
  return shop;
}

onEachEngine('the log of migrations', (server) => {
  it('is explained where something is wrong with it, with the commands that mend it', async () => {
    await using shop = await broken(server());
    const wrong = await diagnose(shop);
    expect(wrong.map(({ name, state }) => [name, state])).toEqual([
      ['0001-create-orders', 'edited'],
      ['0002-create-lines', 'missing'],
    ]);
    expect(wrong[0]?.explanation.at(-1)).toBe(
      '  aurora migrate repair orders-service --accept 0001-create-orders takes the file, as it is now, for what was applied. It runs nothing.',
    );
    expect(wrong[1]?.explanation.at(-1)).toBe(
      '  aurora migrate repair orders-service --forget 0002-create-lines forgets that it was applied. What it made stays in the database.',
    );
    expect(await shop.tables()).not.toContain('schema_migrations_repairs');
  });

  it('is mended as it is wished, and says who did it', async () => {
    await using shop = await broken(server());
    await repair(shop, { accept: ['0001-create-orders'], forget: ['0002-create-lines'] });
    expect(await states(shop)).toEqual(['0001-create-orders applied', '0003-create-notes applied']);
    expect(await diagnose(shop)).toEqual([]);
    expect(await shop.tables()).toContain('lines_');
    expect(await shop.rows('SELECT * FROM schema_migrations_repairs ORDER BY name')).toEqual([
      {
        repaired_at: expect.any(Date),
        name: '0001-create-orders',
        checksum_before: expect.stringMatching(/^[0-9a-f]{64}$/),
        checksum_after: expect.stringMatching(/^[0-9a-f]{64}$/),
        repaired_by: expect.stringMatching(/^.+@.+ \d+$/),
        aurora_version: expect.any(String),
      },
      expect.objectContaining({ name: '0002-create-lines', checksum_after: null }),
    ]);
    const write = () => shop.rows('DELETE FROM schema_migrations_repairs', shop.login);
    await expect(write()).rejects.toThrow('denied');
    await shop.provision();
    await expect(write()).rejects.toThrow('denied');
  });

  it.each([
    ['accepts nothing that was not edited', { accept: ['0003-create-notes'] }, 'not_edited'],
    ['forgets nothing whose file is there', { forget: ['0001-create-orders'] }, 'not_missing'],
    ['knows all that it is told about', { forget: ['0009-nothing'] }, 'not_missing'],
  ])('%s, and leaves the rest as well', async (_title, wishes, code) => {
    await using shop = await broken(server());
    const others = { accept: ['0001-create-orders'] };
    await expect(repair(shop, { ...others, ...wishes })).rejects.toMatchObject({ code, exit: 'usage' });
    expect(await states(shop)).toContain('0001-create-orders edited');
  });
});
