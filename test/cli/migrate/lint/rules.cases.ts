import type { Engine } from '../../../../cli/migrate/lint/contract.ts';

/** What an earlier migration has made, of the same shape on each engine. */
export const BEFORE: Readonly<Record<Engine, readonly string[]>> = {
  postgres: [
    `CREATE TYPE status AS ENUM ('open', 'paid')`,
    'CREATE TABLE customers (id uuid PRIMARY KEY, name text NOT NULL)',
    `CREATE TABLE orders (id uuid PRIMARY KEY, title varchar(50) NOT NULL, price numeric(10,2), quantity int NOT NULL DEFAULT 1,
      status status, customer_id uuid, note text)`,
    'CREATE INDEX orders_title ON orders (title)',
  ],
  mysql: [
    'CREATE TABLE customers (id char(36) PRIMARY KEY, name text NOT NULL)',
    `CREATE TABLE orders (id char(36) PRIMARY KEY, title varchar(50) NOT NULL, price decimal(10,2), quantity int NOT NULL DEFAULT 1,
      status enum('open', 'paid'), customer_id char(36), note text, INDEX orders_title (title))`,
  ],
};

/** A migration's statements and what else it says. */
export interface Migration {
  /** With semicolons between them; or, as a list, the text of each call. */
  readonly sql: string | readonly string[];
  readonly transaction?: boolean;
  readonly phase?: 'expand' | 'contract';
  /** Its statements are run in batches. */
  readonly backfill?: true;
}

export interface Case {
  readonly rule: string;
  readonly on: readonly Engine[];
  readonly fails: readonly (string | Migration)[];
  /** None of these has an error of any rule. */
  readonly passes: readonly (string | Migration)[];
}

const BOTH: readonly Engine[] = ['postgres', 'mysql'];
const PG: readonly Engine[] = ['postgres'];
const MY: readonly Engine[] = ['mysql'];
const contract = (sql: string): Migration => ({ sql, phase: 'contract' });
const apart = (sql: string): Migration => ({ sql, transaction: false });

export const CASES: readonly Case[] = [
  {
    rule: 'drop-table',
    on: BOTH,
    fails: [
      'DROP TABLE orders',
      'DROP TABLE IF EXISTS customers, orders',
      'CREATE TABLE scratch (id bigint); DROP TABLE orders',
    ],
    passes: [contract('DROP TABLE orders'), 'CREATE TABLE scratch (id bigint); DROP TABLE scratch'],
  },
  {
    rule: 'drop-table',
    on: MY,
    fails: ['CREATE OR REPLACE TABLE orders (id int)'],
    passes: ['CREATE TABLE IF NOT EXISTS lines_ (id bigint)'],
  },
  {
    rule: 'drop-table',
    on: PG,
    fails: [`DO $$ BEGIN IF EXISTS (SELECT 1 FROM orders) THEN DROP TABLE orders; END IF; END $$`],
    passes: [`DO 'BEGIN CREATE TYPE kind AS ENUM (''a''); EXCEPTION WHEN duplicate_object THEN null; END'`],
  },
  {
    rule: 'drop-column',
    on: BOTH,
    fails: ['ALTER TABLE orders DROP COLUMN note', 'ALTER TABLE orders ADD COLUMN x int, DROP COLUMN note'],
    passes: [contract('ALTER TABLE orders DROP COLUMN note'), 'ALTER TABLE orders ADD COLUMN note2 text'],
  },
  {
    rule: 'drop-database',
    on: BOTH,
    fails: ['DROP DATABASE shop', contract('DROP DATABASE shop')],
    passes: ['CREATE SCHEMA reports'],
  },
  {
    rule: 'drop-database',
    on: PG,
    fails: ['DROP SCHEMA public CASCADE'],
    passes: ['CREATE SCHEMA IF NOT EXISTS reports'],
  },
  {
    rule: 'drop-view',
    on: BOTH,
    fails: ['DROP VIEW totals'],
    passes: [contract('DROP VIEW totals'), 'CREATE OR REPLACE VIEW totals AS SELECT id FROM orders'],
  },
  {
    rule: 'drop-cascade',
    on: PG,
    fails: [contract('DROP TABLE orders CASCADE'), contract('ALTER TABLE orders DROP COLUMN id CASCADE')],
    passes: [contract('DROP TABLE orders')],
  },
  {
    rule: 'truncate-table',
    on: BOTH,
    fails: ['TRUNCATE TABLE orders', contract('TRUNCATE orders')],
    passes: ['CREATE TABLE scratch (id bigint); TRUNCATE TABLE scratch'],
  },
  {
    rule: 'rename-table',
    on: BOTH,
    fails: ['ALTER TABLE orders RENAME TO sales'],
    passes: [
      contract('ALTER TABLE orders RENAME TO sales'),
      'CREATE TABLE sales_new (id bigint); ALTER TABLE sales_new RENAME TO sales',
    ],
  },
  {
    rule: 'rename-table',
    on: PG,
    fails: ['ALTER VIEW totals RENAME TO sums', 'ALTER SCHEMA a RENAME TO b', 'ALTER TABLE orders SET SCHEMA b'],
    passes: ['ALTER INDEX orders_title RENAME TO orders_by_title'],
  },
  {
    rule: 'rename-table',
    on: MY,
    fails: ['RENAME TABLE orders TO sales'],
    passes: ['ALTER TABLE orders RENAME INDEX orders_title TO orders_by_title'],
  },
  {
    rule: 'rename-column',
    on: BOTH,
    fails: ['ALTER TABLE orders RENAME COLUMN note TO remark'],
    passes: [contract('ALTER TABLE orders RENAME COLUMN note TO remark'), 'ALTER TABLE orders ADD COLUMN remark text'],
  },
  {
    rule: 'rename-column',
    on: MY,
    fails: ['ALTER TABLE orders CHANGE note remark text'],
    passes: ['ALTER TABLE orders CHANGE note note text'],
  },
  {
    rule: 'rename-enum-value',
    on: PG,
    fails: [`ALTER TYPE status RENAME VALUE 'paid' TO 'settled'`],
    passes: [`ALTER TYPE status ADD VALUE 'settled'`],
  },
  {
    rule: 'add-required-column',
    on: BOTH,
    fails: [
      'ALTER TABLE orders ADD COLUMN room varchar(20) NOT NULL',
      contract('ALTER TABLE orders ADD COLUMN room varchar(20) NOT NULL DEFAULT NULL'),
    ],
    passes: [
      `ALTER TABLE orders ADD COLUMN room varchar(20) NOT NULL DEFAULT 'none'`,
      'ALTER TABLE orders ADD COLUMN room varchar(20)',
      'CREATE TABLE rooms (id bigint); ALTER TABLE rooms ADD COLUMN size int NOT NULL',
    ],
  },
  {
    rule: 'set-not-null',
    on: PG,
    fails: [
      'ALTER TABLE orders ALTER COLUMN price SET NOT NULL',
      'ALTER TABLE orders ADD CONSTRAINT k NOT NULL price NOT VALID',
    ],
    passes: [
      {
        sql: 'ALTER TABLE orders ADD CONSTRAINT k CHECK (price IS NOT NULL) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT k; ALTER TABLE orders ALTER COLUMN price SET NOT NULL; ALTER TABLE orders DROP CONSTRAINT k',
        transaction: false,
        phase: 'contract',
      },
      'ALTER TABLE orders ALTER COLUMN title SET NOT NULL',
    ],
  },
  {
    rule: 'set-not-null',
    on: MY,
    fails: ['ALTER TABLE orders MODIFY price decimal(10,2) NOT NULL'],
    passes: [
      contract('ALTER TABLE orders MODIFY price decimal(10,2) NOT NULL'),
      'ALTER TABLE orders MODIFY title varchar(60) NOT NULL',
    ],
  },
  {
    rule: 'drop-not-null',
    on: PG,
    fails: ['ALTER TABLE orders ALTER COLUMN title DROP NOT NULL'],
    passes: ['ALTER TABLE orders ALTER COLUMN note DROP NOT NULL'],
  },
  {
    rule: 'drop-not-null',
    on: MY,
    fails: ['ALTER TABLE orders MODIFY title varchar(50)'],
    passes: ['ALTER TABLE orders MODIFY title varchar(60) NOT NULL'],
  },
  {
    rule: 'drop-default',
    on: BOTH,
    fails: [
      'ALTER TABLE orders ALTER COLUMN quantity DROP DEFAULT',
      'ALTER TABLE orders ALTER COLUMN quantity SET DEFAULT NULL',
    ],
    passes: [
      contract('ALTER TABLE orders ALTER COLUMN quantity DROP DEFAULT'),
      'ALTER TABLE orders ALTER COLUMN note DROP DEFAULT',
    ],
  },
  {
    rule: 'drop-default',
    on: MY,
    fails: ['ALTER TABLE orders MODIFY quantity int NOT NULL'],
    passes: ['ALTER TABLE orders MODIFY quantity int NOT NULL DEFAULT 1'],
  },
  {
    rule: 'change-default',
    on: BOTH,
    fails: ['ALTER TABLE orders ALTER COLUMN quantity SET DEFAULT 2'],
    passes: [
      contract('ALTER TABLE orders ALTER COLUMN quantity SET DEFAULT 2'),
      'ALTER TABLE orders ALTER COLUMN title SET DEFAULT 5',
    ],
  },
  {
    rule: 'constraint-on-rows',
    on: BOTH,
    fails: [
      'CREATE UNIQUE INDEX k ON orders (title)',
      'ALTER TABLE orders ADD CONSTRAINT k UNIQUE (title)',
      'ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0)',
    ],
    passes: ['CREATE TABLE rooms (id bigint); CREATE UNIQUE INDEX k ON rooms (id)'],
  },
  {
    rule: 'constraint-on-rows',
    on: MY,
    fails: ['ALTER TABLE orders ADD UNIQUE (title)'],
    passes: ['ALTER TABLE orders ADD COLUMN code int, ADD UNIQUE k (code)'],
  },
  {
    rule: 'constraint-on-rows',
    on: PG,
    fails: [apart('ALTER TABLE orders ADD CONSTRAINT k UNIQUE (title)')],
    passes: [
      apart(
        'ALTER TABLE orders ADD COLUMN code int; CREATE UNIQUE INDEX CONCURRENTLY k ON orders (code); ALTER TABLE orders ADD CONSTRAINT k UNIQUE USING INDEX k',
      ),
    ],
  },
  {
    rule: 'unbatched-write',
    on: BOTH,
    fails: [
      'UPDATE orders SET price = 0 WHERE price IS NULL',
      `UPDATE orders SET price = 0 WHERE title = 'x'`,
      `DELETE FROM orders WHERE id = 'a' OR price > 0`,
      'DELETE FROM orders WHERE id IN (SELECT id FROM customers)',
      'UPDATE orders SET price = 0 WHERE id = title',
      `DELETE FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE id IN ('a', 'b'))`,
      'DELETE FROM orders',
      'INSERT INTO orders (id) SELECT id FROM customers',
    ],
    passes: [
      { sql: 'UPDATE orders SET price = 0 WHERE price IS NULL', transaction: false, backfill: true },
      `INSERT INTO customers (id) VALUES ('1')`,
      `UPDATE orders SET price = 0 WHERE id = '00000000-0000-0000-0000-000000000000'`,
      `DELETE FROM orders WHERE id IN ('a', 'b')`,
      'CREATE TABLE copies (id char(36)); INSERT INTO copies (id) SELECT id FROM orders; UPDATE copies SET id = NULL',
    ],
  },
  {
    rule: 'unbatched-write',
    on: PG,
    fails: [
      'WITH gone AS (DELETE FROM orders RETURNING id) SELECT count(*) FROM gone',
      'MERGE INTO orders o USING customers c ON o.customer_id = c.id WHEN MATCHED THEN DELETE',
    ],
    passes: ['WITH one AS (SELECT 1) SELECT * FROM one'],
  },
  {
    rule: 'create-index-without-concurrently',
    on: PG,
    fails: ['CREATE INDEX k ON orders (price)', apart('CREATE INDEX k ON orders (price)')],
    passes: [
      apart('CREATE INDEX CONCURRENTLY k ON orders (price)'),
      'CREATE TABLE rooms (id bigint); CREATE INDEX k ON rooms (id)',
    ],
  },
  {
    rule: 'drop-index-without-concurrently',
    on: PG,
    fails: ['DROP INDEX orders_title', contract('DROP INDEX orders_title')],
    passes: [apart('DROP INDEX CONCURRENTLY orders_title'), contract('DROP INDEX orders_title; DROP TABLE orders')],
  },
  {
    rule: 'reindex-without-concurrently',
    on: PG,
    fails: ['REINDEX INDEX orders_title', 'REINDEX TABLE orders'],
    passes: [apart('REINDEX INDEX CONCURRENTLY orders_title')],
  },
  {
    rule: 'concurrently-in-transaction',
    on: PG,
    fails: [
      'CREATE INDEX CONCURRENTLY k ON orders (price)',
      'DROP INDEX CONCURRENTLY orders_title',
      'REINDEX INDEX CONCURRENTLY orders_title',
      'ALTER TABLE orders DETACH PARTITION p CONCURRENTLY',
    ],
    passes: [apart('CREATE INDEX CONCURRENTLY k ON orders (price)'), 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals'],
  },
  {
    rule: 'concurrently-if-not-exists',
    on: PG,
    fails: [apart('CREATE INDEX CONCURRENTLY IF NOT EXISTS k ON orders (price)')],
    passes: [
      apart('CREATE INDEX CONCURRENTLY k ON orders (price)'),
      apart('DROP INDEX CONCURRENTLY IF EXISTS k; CREATE INDEX CONCURRENTLY IF NOT EXISTS k ON orders (price)'),
    ],
  },
  {
    rule: 'constraint-without-not-valid',
    on: PG,
    fails: [
      'ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (customer_id) REFERENCES customers (id)',
      'ALTER TABLE orders ADD CHECK (price > 0)',
      'ALTER TABLE orders ADD CONSTRAINT k NOT NULL price',
      'ALTER TABLE orders ADD COLUMN x int CHECK (x > 0)',
      `ALTER TABLE orders ADD COLUMN x uuid DEFAULT '00000000-0000-0000-0000-000000000000' REFERENCES customers (id)`,
    ],
    passes: [
      apart(
        'ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT k',
      ),
      'ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0) NOT VALID',
      'ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0) NOT ENFORCED',
      'ALTER TABLE orders ADD COLUMN x uuid REFERENCES customers (id)',
    ],
  },
  {
    rule: 'validate-in-transaction',
    on: PG,
    fails: [
      'ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT k',
    ],
    passes: [
      apart(
        'ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT k',
      ),
      'ALTER TABLE orders VALIDATE CONSTRAINT k',
    ],
  },
  {
    rule: 'unique-constraint-without-index',
    on: PG,
    fails: [
      'ALTER TABLE orders ADD CONSTRAINT k UNIQUE (title)',
      'ALTER TABLE orders ADD PRIMARY KEY (title)',
      'ALTER TABLE orders ADD COLUMN code int UNIQUE',
    ],
    passes: [
      apart(
        'CREATE UNIQUE INDEX CONCURRENTLY k ON orders (title); ALTER TABLE orders ADD CONSTRAINT k UNIQUE USING INDEX k',
      ),
      'CREATE TABLE rooms (id bigint); ALTER TABLE rooms ADD UNIQUE (id)',
    ],
  },
  {
    rule: 'exclusion-constraint',
    on: PG,
    fails: ['ALTER TABLE orders ADD CONSTRAINT k EXCLUDE USING btree (title WITH =)'],
    passes: ['CREATE TABLE stays (id bigint, EXCLUDE USING btree (id WITH =))'],
  },
  {
    rule: 'foreign-key-lock-held',
    on: PG,
    fails: [
      'CREATE TABLE lines (id bigint, order_id uuid REFERENCES orders (id)); UPDATE customers SET name = name',
      'CREATE TABLE lines (id bigint, order_id uuid); ALTER TABLE lines ADD FOREIGN KEY (order_id) REFERENCES orders (id); CREATE INDEX k ON orders (price)',
    ],
    passes: [
      'CREATE TABLE lines (id bigint, order_id uuid REFERENCES orders (id)); CREATE INDEX k ON lines (order_id)',
      'CREATE TABLE a (id uuid PRIMARY KEY); CREATE TABLE b (id uuid REFERENCES a (id)); ALTER TABLE orders ADD COLUMN x int',
    ],
  },
  {
    rule: 'constraint-copies-table',
    on: MY,
    fails: [
      'ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (customer_id) REFERENCES customers (id)',
      'ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0)',
      'ALTER TABLE orders ADD COLUMN x int CHECK (x > 0)',
    ],
    passes: [
      'CREATE TABLE rooms (id char(36), CONSTRAINT k FOREIGN KEY (id) REFERENCES orders (id))',
      'ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0) NOT ENFORCED',
    ],
  },
  {
    rule: 'inline-references',
    on: MY,
    fails: [
      'CREATE TABLE rooms (id char(36) REFERENCES orders (id))',
      'ALTER TABLE orders ADD COLUMN x char(36) REFERENCES customers (id)',
    ],
    passes: ['CREATE TABLE rooms (id char(36), FOREIGN KEY (id) REFERENCES orders (id))'],
  },
  {
    rule: 'volatile-default',
    on: PG,
    fails: [
      'ALTER TABLE orders ADD COLUMN x uuid DEFAULT gen_random_uuid()',
      `ALTER TABLE orders ADD COLUMN x bigint DEFAULT nextval('s')`,
      'ALTER TABLE orders ADD COLUMN x timestamptz DEFAULT clock_timestamp()',
      'ALTER TABLE orders ADD COLUMN x int DEFAULT own_function()',
    ],
    passes: [
      'ALTER TABLE orders ADD COLUMN x timestamptz DEFAULT CURRENT_TIMESTAMP(6)',
      'ALTER TABLE orders ADD COLUMN x timestamptz NOT NULL DEFAULT now()',
      `ALTER TABLE orders ADD COLUMN x jsonb NOT NULL DEFAULT '{}'`,
      'ALTER TABLE orders ADD COLUMN x uuid; ALTER TABLE orders ALTER COLUMN x SET DEFAULT gen_random_uuid()',
    ],
  },
  {
    rule: 'volatile-default',
    on: MY,
    fails: ['ALTER TABLE orders ADD COLUMN x char(36) DEFAULT (uuid())'],
    passes: [
      'ALTER TABLE orders ADD COLUMN x datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)',
      'ALTER TABLE orders ADD COLUMN x char(36); ALTER TABLE orders ALTER COLUMN x SET DEFAULT (uuid())',
    ],
  },
  {
    rule: 'numbered-column',
    on: PG,
    fails: [
      'ALTER TABLE orders ADD COLUMN n bigserial',
      'ALTER TABLE orders ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY',
    ],
    passes: ['CREATE TABLE rooms (id bigserial PRIMARY KEY)', 'ALTER TABLE orders ADD COLUMN n bigint'],
  },
  {
    rule: 'numbered-column',
    on: MY,
    fails: ['ALTER TABLE orders ADD COLUMN n bigint AUTO_INCREMENT UNIQUE'],
    passes: ['CREATE TABLE rooms (id bigint AUTO_INCREMENT PRIMARY KEY)', 'ALTER TABLE orders ADD COLUMN n bigint'],
  },
  {
    rule: 'stored-generated-column',
    on: BOTH,
    fails: ['ALTER TABLE orders ADD COLUMN x int GENERATED ALWAYS AS (quantity + 1) STORED'],
    passes: ['ALTER TABLE orders ADD COLUMN x int GENERATED ALWAYS AS (quantity + 1) VIRTUAL'],
  },
  {
    rule: 'change-column-type',
    on: PG,
    fails: [
      'ALTER TABLE orders ALTER COLUMN quantity TYPE bigint',
      'ALTER TABLE orders ALTER COLUMN title TYPE varchar(40)',
      'ALTER TABLE orders ALTER COLUMN price TYPE numeric(12,3)',
      'ALTER TABLE orders ALTER COLUMN title TYPE varchar(60) USING lower(title)',
      'ALTER TABLE unknown ALTER COLUMN a TYPE text',
      contract('ALTER TABLE orders ALTER COLUMN quantity TYPE bigint'),
    ],
    passes: [
      'ALTER TABLE orders ALTER COLUMN title TYPE varchar(60)',
      'ALTER TABLE orders ALTER COLUMN title TYPE text',
      'ALTER TABLE orders ALTER COLUMN title TYPE varchar(60) USING title::varchar(60)',
      'ALTER TABLE orders ALTER COLUMN price TYPE numeric(12,2)',
      'ALTER TABLE orders ALTER COLUMN price TYPE numeric',
    ],
  },
  {
    rule: 'change-column-type',
    on: MY,
    fails: [
      'ALTER TABLE orders MODIFY quantity bigint NOT NULL DEFAULT 1',
      'ALTER TABLE orders MODIFY title varchar(64) NOT NULL',
      'ALTER TABLE orders MODIFY title varchar(40) NOT NULL',
      `ALTER TABLE orders MODIFY status enum('paid', 'open')`,
      `ALTER TABLE orders MODIFY status enum('open')`,
      'ALTER TABLE orders MODIFY note text CHARACTER SET latin1',
      'ALTER TABLE unknown MODIFY a text',
      'ALTER TABLE orders MODIFY title text NOT NULL; ALTER TABLE orders MODIFY title varchar(50) NOT NULL',
    ],
    passes: [
      'ALTER TABLE orders MODIFY title varchar(63) NOT NULL',
      `ALTER TABLE orders MODIFY status enum('open', 'paid', 'sent')`,
      'ALTER TABLE orders MODIFY quantity int(11) NOT NULL DEFAULT 1',
    ],
  },
  {
    rule: 'set-not-null-without-check',
    on: PG,
    fails: [
      contract('ALTER TABLE orders ALTER COLUMN price SET NOT NULL'),
      contract(
        'ALTER TABLE orders ADD CONSTRAINT k CHECK (price IS NOT NULL) NOT VALID; ALTER TABLE orders ALTER COLUMN price SET NOT NULL',
      ),
      {
        sql: 'ALTER TABLE orders ADD CONSTRAINT k CHECK (note IS NOT NULL) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT k; ALTER TABLE orders ALTER COLUMN price SET NOT NULL',
        transaction: false,
        phase: 'contract',
      },
    ],
    passes: [
      {
        sql: 'ALTER TABLE orders ADD CONSTRAINT k NOT NULL price NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT k; ALTER TABLE orders ALTER COLUMN price SET NOT NULL',
        transaction: false,
        phase: 'contract',
      },
    ],
  },
  {
    rule: 'rewrite-table',
    on: PG,
    fails: [
      'ALTER TABLE orders SET UNLOGGED',
      'CLUSTER orders USING orders_title',
      'VACUUM FULL orders',
      'VACUUM FULL',
      'ALTER TABLE orders SET TABLESPACE fast',
    ],
    passes: ['VACUUM ANALYZE orders', 'ALTER TABLE orders SET (fillfactor = 80)'],
  },
  {
    rule: 'rewrite-table',
    on: MY,
    fails: [
      'ALTER TABLE orders CONVERT TO CHARACTER SET utf8mb4',
      'ALTER TABLE orders ORDER BY title',
      'ALTER TABLE orders PARTITION BY HASH (quantity) PARTITIONS 4',
    ],
    passes: ['ALTER TABLE orders DEFAULT CHARACTER SET utf8mb4', `ALTER TABLE orders COMMENT = 'x'`],
  },
  {
    rule: 'rebuild-table',
    on: MY,
    fails: [
      'ALTER TABLE orders ENGINE=InnoDB',
      'OPTIMIZE TABLE orders',
      'ALTER TABLE orders FORCE, ALGORITHM=INPLACE, LOCK=NONE',
    ],
    passes: ['ALTER TABLE orders STATS_PERSISTENT=1'],
  },
  {
    rule: 'small-key',
    on: PG,
    fails: [
      'CREATE TABLE rooms (id serial PRIMARY KEY)',
      'CREATE TABLE rooms (id int GENERATED BY DEFAULT AS IDENTITY)',
    ],
    passes: ['CREATE TABLE rooms (id bigserial PRIMARY KEY)', 'CREATE TABLE rooms (id uuid PRIMARY KEY)'],
  },
  {
    rule: 'small-key',
    on: MY,
    fails: ['CREATE TABLE rooms (id int AUTO_INCREMENT PRIMARY KEY)'],
    passes: ['CREATE TABLE rooms (id bigint AUTO_INCREMENT PRIMARY KEY)'],
  },
  {
    rule: 'detach-partition',
    on: PG,
    fails: ['ALTER TABLE orders DETACH PARTITION p'],
    passes: [apart('ALTER TABLE orders DETACH PARTITION p CONCURRENTLY')],
  },
  {
    rule: 'attach-partition',
    on: PG,
    fails: ['ALTER TABLE orders ATTACH PARTITION p FOR VALUES IN (1)'],
    passes: ['CREATE TABLE p PARTITION OF orders FOR VALUES IN (1)'],
  },
  {
    rule: 'alter-domain',
    on: PG,
    fails: ['ALTER DOMAIN code ADD CONSTRAINT k CHECK (VALUE > 0)', 'ALTER DOMAIN code SET NOT NULL'],
    passes: ['ALTER DOMAIN code ADD CONSTRAINT k CHECK (VALUE > 0) NOT VALID', 'ALTER DOMAIN code DROP NOT NULL'],
  },
  {
    rule: 'create-constrained-domain',
    on: PG,
    fails: ['CREATE DOMAIN code AS int CHECK (VALUE > 0)'],
    passes: ['CREATE DOMAIN code AS int'],
  },
  {
    rule: 'refresh-view-without-concurrently',
    on: PG,
    fails: ['REFRESH MATERIALIZED VIEW totals'],
    passes: ['REFRESH MATERIALIZED VIEW CONCURRENTLY totals'],
  },
  {
    rule: 'enum-value-in-transaction',
    on: PG,
    fails: [`ALTER TYPE status ADD VALUE 'sent'; ALTER TABLE orders ALTER COLUMN status SET DEFAULT 'sent'`],
    passes: [
      `ALTER TYPE status ADD VALUE 'sent'; ALTER TYPE status ADD VALUE 'lost'`,
      apart(`ALTER TYPE status ADD VALUE 'sent'; ALTER TABLE orders ALTER COLUMN status SET DEFAULT 'sent'`),
    ],
  },
  {
    rule: 'fulltext-index',
    on: MY,
    fails: ['ALTER TABLE orders ADD FULLTEXT k (note)', 'CREATE FULLTEXT INDEX k ON orders (note)'],
    passes: ['ALTER TABLE orders ADD INDEX k (title)', 'CREATE TABLE pages (id bigint, body text, FULLTEXT k (body))'],
  },
  {
    rule: 'drop-primary-key',
    on: MY,
    fails: ['ALTER TABLE orders DROP PRIMARY KEY'],
    passes: ['ALTER TABLE orders DROP PRIMARY KEY, ADD PRIMARY KEY (title)'],
  },
  {
    rule: 'drop-primary-key',
    on: PG,
    fails: ['ALTER TABLE orders DROP CONSTRAINT orders_pkey'],
    passes: [
      apart(
        'CREATE UNIQUE INDEX CONCURRENTLY k ON orders (title); ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY USING INDEX k',
      ),
    ],
  },
  {
    rule: 'blocking-algorithm',
    on: MY,
    fails: ['ALTER TABLE orders ADD COLUMN x int, ALGORITHM=COPY', 'CREATE INDEX k ON orders (title) LOCK=SHARED'],
    passes: [
      'ALTER TABLE orders ADD COLUMN x int, ALGORITHM=INSTANT',
      'CREATE INDEX k ON orders (title) ALGORITHM=INPLACE LOCK=NONE',
    ],
  },
  {
    rule: 'transaction-control',
    on: BOTH,
    fails: ['COMMIT', 'BEGIN', 'SAVEPOINT a', apart('START TRANSACTION')],
    passes: ['SELECT 1'],
  },
  {
    rule: 'lock-table',
    on: PG,
    fails: ['LOCK TABLE orders IN SHARE MODE'],
    passes: ['CREATE TABLE rooms (id bigint); LOCK TABLE rooms'],
  },
  {
    rule: 'lock-table',
    on: MY,
    fails: ['LOCK TABLES orders WRITE', 'UNLOCK TABLES'],
    passes: ['ANALYZE TABLE orders'],
  },
  {
    rule: 'set-timeout',
    on: PG,
    fails: [`SET lock_timeout = '1h'`, 'SET LOCAL statement_timeout = 0', 'RESET lock_timeout'],
    passes: ['SET search_path = public'],
  },
  {
    rule: 'set-timeout',
    on: MY,
    fails: ['SET SESSION lock_wait_timeout = 3600', 'SET @@session.innodb_lock_wait_timeout = 1'],
    passes: ['SET SESSION foreign_key_checks = 0'],
  },
  { rule: 'unreadable-statement', on: BOTH, fails: ['SELEC 1', 'CALL migrate()'], passes: ['SELECT 1'] },
  {
    rule: 'unreadable-statement',
    on: PG,
    fails: [
      `DO $$ BEGIN EXECUTE 'DROP ' || 'TABLE orders'; END $$`,
      `DO LANGUAGE plpython3u 'plpy.execute(1)'`,
      'COPY orders FROM STDIN',
    ],
    passes: [`DO $$ BEGIN PERFORM 1; END $$`],
  },
  {
    rule: 'several-statements',
    on: MY,
    fails: [{ sql: ['ALTER TABLE orders ADD COLUMN x int; ALTER TABLE orders ADD COLUMN z int'] }],
    passes: [{ sql: ['ALTER TABLE orders ADD COLUMN x int;', 'ALTER TABLE orders ADD COLUMN z int;'] }],
  },
  {
    rule: 'concurrently-in-transaction',
    on: PG,
    fails: [
      {
        sql: ['CREATE INDEX CONCURRENTLY k ON orders (price); CREATE INDEX CONCURRENTLY l ON orders (note)'],
        transaction: false,
      },
      { sql: ['DO $$ BEGIN CREATE INDEX CONCURRENTLY k ON orders (price); END $$'], transaction: false },
    ],
    passes: [{ sql: ['CREATE INDEX CONCURRENTLY k ON orders (price);'], transaction: false }],
  },
  {
    rule: 'validate-in-transaction',
    on: PG,
    fails: [
      {
        sql: [
          'ALTER TABLE orders ADD CONSTRAINT k CHECK (price > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT k',
        ],
        transaction: false,
      },
    ],
    passes: [{ sql: ['ALTER TABLE orders VALIDATE CONSTRAINT k'], transaction: false }],
  },
];
