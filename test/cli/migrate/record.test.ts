import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadFleet } from '../../../cli/config/load.ts';
import { migratedServices, migrationFiles } from '../../../cli/migrate/files.ts';
import { type Recorded, recordMigration } from '../../../cli/migrate/record.ts';

const DIALECTS = ['postgres', 'mysql'] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-record-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let count = 0;
async function record(source: string, dialect: 'postgres' | 'mysql' = 'postgres'): Promise<Recorded> {
  const path = join(folder, `000${++count}-change.ts`);
  await writeFile(path, source);
  return recordMigration({ path }, 'up', dialect);
}
const sql = async (body: string, dialect: 'postgres' | 'mysql' = 'postgres') =>
  (
    await record(
      `import { DataTypes } from '${join(import.meta.dirname, '../../../node_modules/sequelize/lib/index.mjs')}';
       export const up = async ({ sequelize, queryInterface, backfill }) => { ${body} };`,
      dialect,
    )
  ).statements.map((statement) => statement.sql);

describe('what a migration asks of a database', () => {
  it.each(DIALECTS)('is known of each migration of this fleet, both ways, on %s', async (dialect) => {
    const fleet = await loadFleet({ file: join(import.meta.dirname, '../../../aurora.config.yaml') });
    for (const service of await migratedServices(fleet)) {
      for (const file of await migrationFiles(fleet, service)) {
        const up = await recordMigration(file, 'up', dialect);
        expect(up).toMatchObject({ phase: 'expand', transaction: true, allow: {} });
        expect(up.statements.map((statement) => statement.sql).join()).toContain('CREATE TABLE');
        const down = await recordMigration(file, 'down', dialect);
        const created = up.statements.filter((statement) => /^CREATE TABLE/.test(statement.sql));
        const dropped = down.statements.filter((statement) => /^DROP TABLE/.test(statement.sql));
        expect(dropped).toHaveLength(created.length);
      }
    }
  });

  it.each(DIALECTS)('has the values in it on %s', async (dialect) => {
    const quoted = dialect === 'postgres' ? '"orders"' : '`orders`';
    expect(
      await sql(
        `await sequelize.query('UPDATE orders SET title = ?, price = ?', { replacements: ["it's", 5] });
         await sequelize.query('UPDATE orders SET title = :title', { replacements: { title: null } });
         await sequelize.query('UPDATE orders SET title = $2, price = $1', { bind: [5, '$1'] });
         await sequelize.query({ query: 'DELETE FROM orders WHERE id = $id', bind: undefined }, { bind: { id: 'a' } });
         await queryInterface.bulkDelete('orders', { id: [1, 2] });
         await queryInterface.bulkUpdate('orders', { price: 5 }, { id: 'a' });`,
        dialect,
      ),
    ).toEqual([
      expect.stringMatching(/^UPDATE orders SET title = 'it(''|\\')s', price = 5$/),
      'UPDATE orders SET title = NULL',
      "UPDATE orders SET title = '$1', price = 5",
      "DELETE FROM orders WHERE id = 'a'",
      `DELETE FROM ${quoted} WHERE ${quoted.replace('orders', 'id')} IN (1, 2)`,
      `UPDATE ${quoted} SET ${quoted.replace('orders', 'price')}=5 WHERE ${quoted.replace('orders', 'id')} = 'a'`,
    ]);
  });

  it.each(DIALECTS)('takes what it reads for empty on %s', async (dialect) => {
    expect(
      await sql(
        `const [rows] = await sequelize.query('SELECT * FROM orders');
         const tables = await queryInterface.showAllTables();
         const indexes = await queryInterface.showIndex('orders');
         if (rows.length + tables.length + indexes.length === 0) await sequelize.query('CREATE TABLE orders (id int)');`,
        dialect,
      ),
    ).toEqual(['CREATE TABLE orders (id int)']);
  });

  it.each(DIALECTS)('does not need what is changed on %s', async (dialect) => {
    const statements = await sql(
      `await queryInterface.renameColumn('orders', 'title', 'name');
       await queryInterface.removeConstraint('orders', 'orders_title');
       await queryInterface.removeColumn('orders', 'name');
       await queryInterface.addColumn('orders', 'state', { type: DataTypes.ENUM('new', 'paid') });
       await queryInterface.changeColumn('orders', 'price', { type: DataTypes.BIGINT, allowNull: false });`,
      dialect,
    );
    expect(statements.join('\n').replaceAll('`', '"')).toContain('ALTER TABLE "orders" DROP CONSTRAINT "orders_title"');
    expect(statements[0]?.replaceAll('`', '"')).toMatch(/^ALTER TABLE "orders" RENAME COLUMN "title" TO "name";?$/);
    expect(statements.length).toBeGreaterThanOrEqual(5);
  });

  it('is batches where it says backfill, with what they are to change', async () => {
    const { statements, ...rest } = await record(
      `export const phase = 'contract';
       export const transaction = false;
       export const allow = { 'drop-column': 'Nobody has read it since March.' };
       export const up = ({ backfill }) => backfill({ table: 'orders', set: "state = 'new'", where: 'state IS NULL' });`,
    );
    expect(rest).toEqual({
      phase: 'contract',
      transaction: false,
      allow: { 'drop-column': 'Nobody has read it since March.' },
    });
    expect(statements).toEqual([
      { sql: `UPDATE "orders" SET state = 'new' WHERE (state IS NULL) /* in batches by id */`, backfill: true },
    ]);
  });

  it.each([
    [`export const phase = 'later';`, /neither 'expand' nor 'contract'/],
    [`export const transaction = 'no';`, /neither true nor false/],
    [`export const allow = { 'drop-column': '' };`, /each with a reason/],
    ['', /exports no function "up"/],
  ])('is not asked of a file with %s', async (source, reason) => {
    await expect(record(source)).rejects.toThrow(reason);
  });
});
