import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../../cli/migrate/client.ts';
import type { Catalog, CatalogTable } from '../../../cli/schema/catalog/contract.ts';
import { readCatalog } from '../../../cli/schema/catalog/read.ts';
import {
  mariadbMissing,
  type StartedMariadb,
  type StartedPostgres,
  startMariadb,
  startPostgres,
} from '../../../shared/testing/index.ts';

const catalogOf = (url: string, statements: readonly string[], schema?: string): Promise<Catalog> =>
  withClient(url, async (client) => {
    for (const sql of statements) await client.query(sql);
    return readCatalog(client, schema);
  });
const table = ({ tables }: Catalog, name: string): CatalogTable => {
  const found = tables.find((each) => each.name === name);
  if (!found) throw new Error(`no ${name} among ${tables.map((each) => each.name)}`);
  return found;
};

describe('the catalog of a PostgreSQL database', () => {
  let server: StartedPostgres;
  let old: Catalog;
  beforeAll(async () => {
    server = await startPostgres();
    old = await catalogOf(await server.createDatabase('old'), [
      `CREATE TYPE mood AS ENUM ('so, so', 'it''s fine')`,
      `CREATE TYPE unused AS ENUM ('a')`,
      `CREATE TABLE "Parents" (a int, b text COLLATE "C", PRIMARY KEY (b, a))`,
      `CREATE TABLE orders (
        id serial PRIMARY KEY, number bigint GENERATED ALWAYS AS IDENTITY UNIQUE, title varchar(32) NOT NULL DEFAULT 'it''s',
        price numeric(10, 2), double numeric GENERATED ALWAYS AS (price * 2) STORED, at timestamptz(3) DEFAULT now(), mood mood,
        "Two Words" text, gone int, x int, y text,
        CONSTRAINT cheap CHECK (price < 100), CONSTRAINT up FOREIGN KEY (y, x) REFERENCES "Parents" ON DELETE CASCADE)`,
      'ALTER TABLE orders DROP COLUMN gone',
      `COMMENT ON TABLE orders IS 'What was bought'`,
      `COMMENT ON COLUMN orders.price IS 'In euros'`,
      'ALTER TABLE orders ADD CONSTRAINT late CHECK (x > 0) NOT VALID',
      'ALTER TABLE orders ADD CONSTRAINT x_there NOT NULL x NOT VALID',
      'ALTER TABLE orders ADD CONSTRAINT loose FOREIGN KEY (x) REFERENCES orders (id) ON DELETE SET NULL ON UPDATE CASCADE NOT VALID',
      'CREATE INDEX orders_words ON orders ("Two Words" DESC, lower(title)) INCLUDE (x) WHERE price IS NULL',
      "CREATE INDEX orders_gin ON orders USING gin (to_tsvector('simple', title))",
      'CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
      'CREATE TRIGGER orders_noop BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION noop()',
      'CREATE VIEW cheap_orders AS SELECT * FROM orders',
      'CREATE TABLE years (y int) PARTITION BY RANGE (y)',
      'CREATE TABLE years_1 PARTITION OF years FOR VALUES FROM (0) TO (9)',
      'CREATE TABLE nothing ()',
      'INSERT INTO orders (title, x) SELECT n::text, 1 FROM generate_series(1, 500) n',
      'ANALYZE orders',
      'CREATE SCHEMA "A side" CREATE TABLE more (id int)',
    ]);
  });
  afterAll(() => server.stop());

  it('has tables, and neither views nor partitions nor what another schema has', async () => {
    expect(old.tables.map(({ name }) => name)).toEqual(['Parents', 'nothing', 'orders', 'years']);
    expect(table(old, 'nothing')).toEqual({
      ...{ name: 'nothing', rows: null, comment: null, columns: [], primaryKey: [], indexes: [] },
      ...{ foreignKeys: [], checks: [], triggers: [] },
    });
    const aside = await catalogOf(server.url('old'), [], 'A side');
    expect(aside.tables.map(({ name }) => name)).toEqual(['more']);
  });

  it('has columns as the engine spells them', () => {
    const { columns, rows, comment, primaryKey } = table(old, 'orders');
    expect({ rows, comment, primaryKey }).toEqual({ rows: 500, comment: 'What was bought', primaryKey: ['id'] });
    const plain = {
      ...{ nullable: true, default: null, generated: null, autoIncrement: false, onUpdate: null },
      ...{ values: null, collation: null, comment: null },
    };
    const serial = `nextval('orders_id_seq'::regclass)`;
    expect(columns).toEqual([
      { ...plain, name: 'id', type: 'integer', nullable: false, default: serial, autoIncrement: true },
      { ...plain, name: 'number', type: 'bigint', nullable: false, autoIncrement: true },
      {
        ...plain,
        name: 'title',
        type: 'character varying(32)',
        nullable: false,
        default: `'it''s'::character varying`,
      },
      { ...plain, name: 'price', type: 'numeric(10,2)', comment: 'In euros' },
      { ...plain, name: 'double', type: 'numeric', generated: '(price * (2)::numeric)' },
      { ...plain, name: 'at', type: 'timestamp(3) with time zone', default: 'now()' },
      { ...plain, name: 'mood', type: 'mood', values: ['so, so', "it's fine"] },
      { ...plain, name: 'Two Words', type: 'text' },
      { ...plain, name: 'x', type: 'integer' },
      { ...plain, name: 'y', type: 'text' },
    ]);
    expect(table(old, 'Parents')).toMatchObject({ primaryKey: ['b', 'a'], columns: [{}, { collation: 'C' }] });
  });

  it('has indexes, constraints, triggers and types', () => {
    const { indexes, foreignKeys, checks, triggers } = table(old, 'orders');
    const plain = { unique: false, where: null, method: 'btree', valid: true, constraint: false };
    expect(indexes).toEqual([
      { ...plain, name: 'orders_gin', columns: [`(to_tsvector('simple'::regconfig, title::text))`], method: 'gin' },
      { ...plain, name: 'orders_number_key', columns: ['number'], unique: true, constraint: true },
      { ...plain, name: 'orders_words', columns: ['Two Words', '(lower(title::text))'], where: '(price IS NULL)' },
    ]);
    expect(foreignKeys).toEqual([
      {
        ...{ name: 'loose', columns: ['x'], target: { table: 'orders', columns: ['id'] } },
        ...{ onDelete: 'set null', onUpdate: 'cascade', validated: false },
      },
      {
        ...{ name: 'up', columns: ['y', 'x'], target: { table: 'Parents', columns: ['b', 'a'] } },
        ...{ onDelete: 'cascade', onUpdate: 'no action', validated: true },
      },
    ]);
    expect(checks).toEqual([
      { name: 'cheap', expression: '(price < (100)::numeric)', validated: true },
      { name: 'late', expression: '(x > 0)', validated: false },
    ]);
    expect(triggers).toEqual([{ name: 'orders_noop', definition: expect.stringContaining('BEFORE UPDATE ON') }]);
    expect(old.enumTypes).toEqual([
      { name: 'mood', values: ['so, so', "it's fine"] },
      { name: 'unused', values: ['a'] },
    ]);
  });

  it('tells an index that was not built to its end', async () => {
    const url = await server.createDatabase('twice');
    await catalogOf(url, ['CREATE TABLE t (a int)', 'INSERT INTO t VALUES (1), (1)']);
    await expect(catalogOf(url, ['CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)'])).rejects.toThrow('unique');
    expect(table(await catalogOf(url, []), 't').indexes).toMatchObject([{ name: 't_a', valid: false }]);
  });
});

(mariadbMissing ? describe.skip : describe)(`the catalog of a MariaDB database ${mariadbMissing ?? ''}`, () => {
  let server: StartedMariadb;
  let old: Catalog;
  beforeAll(async () => {
    server = await startMariadb();
    old = await catalogOf(await server.createDatabase('old'), [
      'CREATE TABLE parents (a int, b varchar(9) CHARACTER SET latin1 COLLATE latin1_bin, PRIMARY KEY (b, a))',
      `CREATE TABLE orders (
        id int unsigned AUTO_INCREMENT PRIMARY KEY, title varchar(32) NOT NULL DEFAULT 'it''s', price decimal(10, 2) COMMENT 'In euros',
        \`double\` decimal(12, 2) GENERATED ALWAYS AS (price * 2) VIRTUAL,
        at timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
        mood enum('so, so', 'it''s fine') DEFAULT NULL, count int DEFAULT 7, \`Two Words\` text, data json,
        x int, y varchar(9) CHARACTER SET latin1 COLLATE latin1_bin,
        CONSTRAINT cheap CHECK (price < 100), CONSTRAINT up FOREIGN KEY (y, x) REFERENCES parents (b, a) ON DELETE CASCADE,
        UNIQUE KEY titled (title), KEY words (\`Two Words\`(20), x), FULLTEXT KEY full (\`Two Words\`), KEY off (x) IGNORED
      ) COMMENT 'What was bought'`,
      'CREATE TRIGGER orders_noop BEFORE UPDATE ON orders FOR EACH ROW SET NEW.x = OLD.x',
      'CREATE VIEW cheap_orders AS SELECT * FROM orders',
      'CREATE TABLE years (y int) PARTITION BY HASH (y) PARTITIONS 3',
      'INSERT INTO orders (title) SELECT seq FROM seq_1_to_500',
      'ANALYZE TABLE orders',
      'CREATE DATABASE aside',
      'CREATE TABLE aside.more (id int)',
    ]);
  });
  afterAll(() => server.stop());

  it('has tables, and neither views nor what another database has', async () => {
    expect(old.tables.map(({ name }) => name)).toEqual(['orders', 'parents', 'years']);
    expect(old).toMatchObject({ enumTypes: [], collation: 'utf8mb4_nopad_bin' });
    const aside = await catalogOf(server.url('old'), [], 'aside');
    expect(aside.tables.map(({ name }) => name)).toEqual(['more']);
  });

  it('has columns as the engine spells them', () => {
    const { columns, rows, comment, primaryKey } = table(old, 'orders');
    expect({ rows, comment, primaryKey }).toEqual({ rows: 500, comment: 'What was bought', primaryKey: ['id'] });
    const plain = {
      ...{ nullable: true, default: null, generated: null, autoIncrement: false, onUpdate: null },
      ...{ values: null, collation: null, comment: null },
    };
    const text = { ...plain, collation: 'utf8mb4_nopad_bin' };
    const now = 'current_timestamp(3)';
    expect(columns).toEqual([
      { ...plain, name: 'id', type: 'int(10) unsigned', nullable: false, autoIncrement: true },
      { ...text, name: 'title', type: 'varchar(32)', nullable: false, default: `'it''s'` },
      { ...plain, name: 'price', type: 'decimal(10,2)', comment: 'In euros' },
      { ...plain, name: 'double', type: 'decimal(12,2)', generated: '`price` * 2' },
      { ...plain, name: 'at', type: 'timestamp(3)', nullable: false, default: now, onUpdate: now },
      { ...text, name: 'mood', type: `enum('so, so','it''s fine')`, values: ['so, so', "it's fine"] },
      { ...plain, name: 'count', type: 'int(11)', default: '7' },
      { ...text, name: 'Two Words', type: 'text' },
      { ...plain, name: 'data', type: 'longtext', collation: 'utf8mb4_bin' },
      { ...plain, name: 'x', type: 'int(11)' },
      { ...plain, name: 'y', type: 'varchar(9)', collation: 'latin1_bin' },
    ]);
    expect(table(old, 'parents').primaryKey).toEqual(['b', 'a']);
  });

  it('has indexes, constraints and triggers', () => {
    const { indexes, foreignKeys, checks, triggers } = table(old, 'orders');
    const plain = { unique: false, where: null, method: 'btree', valid: true, constraint: false };
    expect(indexes).toEqual([
      { ...plain, name: 'full', columns: ['Two Words'], method: 'fulltext' },
      { ...plain, name: 'off', columns: ['x'], valid: false },
      { ...plain, name: 'titled', columns: ['title'], unique: true, constraint: true },
      { ...plain, name: 'up', columns: ['y', 'x'] },
      { ...plain, name: 'words', columns: ['Two Words(20)', 'x'] },
    ]);
    expect(foreignKeys).toEqual([
      {
        ...{ name: 'up', columns: ['y', 'x'], target: { table: 'parents', columns: ['b', 'a'] } },
        ...{ onDelete: 'cascade', onUpdate: 'restrict', validated: true },
      },
    ]);
    expect(checks).toEqual([
      { name: 'cheap', expression: '`price` < 100', validated: true },
      { name: 'data', expression: 'json_valid(`data`)', validated: true },
    ]);
    expect(triggers).toEqual([{ name: 'orders_noop', definition: 'BEFORE UPDATE SET NEW.x = OLD.x' }]);
  });
});
