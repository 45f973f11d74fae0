import type { Finding } from '../../../../../cli/migrate/verify/contract.ts';

export type Engine = 'postgres' | 'mysql';

/** What somebody did by hand, and what has to be said of it. */
export interface Drift {
  readonly title: string;
  /** Undefined: not on this engine. */
  readonly postgres?: string;
  readonly mysql?: string;
  /** Whether only an administrator could do it. */
  readonly administrator?: true;
  readonly found: Partial<Finding> | ((engine: Engine) => Partial<Finding>);
}

const both = (sql: string) => ({ postgres: sql, mysql: sql });
const of = (engine: Engine, postgres: string, mysql: string) => (engine === 'postgres' ? postgres : mysql);

export const DRIFTS: readonly Drift[] = [
  {
    title: 'a table is gone',
    ...both('DROP TABLE inbox'),
    found: {
      ...{ severity: 'error', table: 'inbox', kind: 'table', problem: 'missing', found: null },
      ...{
        wanted: '(consumer, source, event_id, received_at)',
        next: 'aurora migrate create orders-service add-inbox',
      },
    },
  },
  {
    title: 'somebody has a table of their own',
    ...both('CREATE TABLE mine (id int)'),
    found: { severity: 'warning', table: 'mine', kind: 'table', problem: 'extra', found: '(id)', wanted: null },
  },
  {
    title: 'a column is gone',
    ...both('ALTER TABLE orders DROP COLUMN note'),
    found: (engine) => ({
      ...{ severity: 'error', table: 'orders', kind: 'column', name: 'note', problem: 'missing', found: null },
      ...{ wanted: of(engine, 'text', 'longtext'), next: 'aurora migrate create orders-service add-orders-note' },
    }),
  },
  {
    title: 'somebody has a column of their own',
    ...both('ALTER TABLE orders ADD COLUMN mine int NOT NULL DEFAULT 1'),
    found: { severity: 'warning', kind: 'column', name: 'mine', problem: 'extra', wanted: null },
  },
  {
    title: 'a column is in the way of new rows',
    ...both('ALTER TABLE orders ADD COLUMN mine int NOT NULL'),
    found: { severity: 'error', kind: 'column', name: 'mine', problem: 'extra', wanted: null },
  },
  {
    title: 'a text has become shorter',
    postgres: 'ALTER TABLE orders ALTER COLUMN code TYPE varchar(20)',
    mysql: 'ALTER TABLE orders MODIFY code varchar(20) NOT NULL',
    found: (engine) => ({
      ...{ severity: 'error', table: 'orders', kind: 'column', name: 'code', problem: 'differs' },
      found: of(engine, 'character varying(20) NOT NULL', 'varchar(20) NOT NULL'),
      wanted: of(engine, 'character varying(32) NOT NULL', 'varchar(32) NOT NULL'),
      next: 'aurora migrate create orders-service change-orders-code',
    }),
  },
  {
    title: 'an amount is a floating number',
    postgres: 'ALTER TABLE orders ALTER COLUMN total TYPE double precision',
    mysql: 'ALTER TABLE orders MODIFY total double',
    found: (engine) => ({
      ...{ severity: 'error', kind: 'column', name: 'total', problem: 'differs' },
      found: of(engine, 'double precision', 'double'),
      wanted: of(engine, 'numeric(10,2)', 'decimal(10,2)'),
    }),
  },
  {
    title: 'JSON is kept otherwise',
    postgres: 'ALTER TABLE orders ALTER COLUMN data TYPE jsonb',
    mysql: 'ALTER TABLE orders MODIFY data longtext',
    found: (engine) => ({
      ...{ severity: 'error', kind: 'column', name: 'data', problem: 'differs', wanted: 'json' },
      found: of(engine, 'jsonb', 'longtext'),
    }),
  },
  {
    title: 'nulls are allowed',
    postgres: 'ALTER TABLE orders ALTER COLUMN version DROP NOT NULL',
    mysql: 'ALTER TABLE orders MODIFY version int',
    found: (engine) => ({
      ...{ severity: 'error', kind: 'column', name: 'version', problem: 'differs' },
      found: of(engine, 'integer', 'int'),
      wanted: of(engine, 'integer NOT NULL', 'int NOT NULL'),
    }),
  },
  {
    title: 'nulls are refused',
    postgres: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
    mysql: 'ALTER TABLE orders MODIFY note longtext NOT NULL',
    found: { severity: 'error', kind: 'column', name: 'note', problem: 'differs' },
  },
  {
    title: 'a column has a default',
    ...both("ALTER TABLE orders ALTER COLUMN code SET DEFAULT 'x'"),
    found: (engine) => ({
      ...{ severity: 'error', kind: 'column', name: 'code', problem: 'differs' },
      found: of(
        engine,
        `character varying(32) NOT NULL DEFAULT 'x'::character varying`,
        `varchar(32) NOT NULL DEFAULT 'x'`,
      ),
    }),
  },
  {
    title: 'a column has lost its default',
    ...both('ALTER TABLE outbox ALTER COLUMN attempts DROP DEFAULT'),
    found: (engine) => ({
      ...{ severity: 'error', table: 'outbox', kind: 'column', name: 'attempts', problem: 'differs' },
      wanted: of(engine, 'integer NOT NULL DEFAULT 0', 'int NOT NULL DEFAULT 0'),
    }),
  },
  {
    title: 'nothing is counted up any more',
    postgres: 'ALTER TABLE outbox ALTER COLUMN position DROP DEFAULT; ALTER SEQUENCE outbox_position_seq OWNED BY NONE',
    mysql: 'ALTER TABLE outbox MODIFY position bigint NOT NULL',
    found: {
      ...{ severity: 'error', kind: 'column', name: 'position', problem: 'differs' },
      ...{ found: 'bigint NOT NULL', wanted: 'bigint NOT NULL AUTO INCREMENT' },
    },
  },
  {
    title: 'a text is compared by other rules',
    mysql: 'ALTER TABLE orders MODIFY code varchar(32) COLLATE utf8mb4_general_ci NOT NULL',
    found: {
      ...{ severity: 'error', kind: 'column', name: 'code', problem: 'differs', wanted: 'varchar(32) NOT NULL' },
      found: 'varchar(32) COLLATE utf8mb4_general_ci NOT NULL',
    },
  },
  {
    title: 'a primary key is gone',
    postgres: 'ALTER TABLE seed_runs DROP CONSTRAINT seed_runs_pkey',
    mysql: 'ALTER TABLE seed_runs DROP PRIMARY KEY',
    found: {
      ...{ severity: 'error', table: 'seed_runs', kind: 'primary key', name: null, problem: 'missing' },
      ...{ found: null, wanted: '(profile)', next: 'aurora migrate create orders-service add-seed-runs-primary-key' },
    },
  },
  {
    title: 'a primary key is another',
    postgres: 'ALTER TABLE inbox DROP CONSTRAINT inbox_pkey, ADD PRIMARY KEY (consumer, event_id)',
    mysql: 'ALTER TABLE inbox DROP PRIMARY KEY, ADD PRIMARY KEY (consumer, event_id)',
    found: {
      ...{ severity: 'error', kind: 'primary key', problem: 'differs' },
      ...{ found: '(consumer, event_id)', wanted: '(consumer, source, event_id)' },
    },
  },
  {
    title: 'an index is gone',
    postgres: 'DROP INDEX orders_placed_on',
    mysql: 'DROP INDEX orders_placed_on ON orders',
    found: {
      ...{ severity: 'error', table: 'orders', kind: 'index', name: 'orders_placed_on', problem: 'missing' },
      ...{
        found: null,
        wanted: '(placed_on)',
        next: 'aurora migrate create orders-service add-orders-placed-on',
      },
    },
  },
  {
    title: 'somebody has an index of their own',
    ...both('CREATE INDEX mine ON orders (total)'),
    found: {
      ...{ severity: 'warning', kind: 'index', name: 'mine', problem: 'extra', found: '(total)', wanted: null },
      next: 'aurora migrate create orders-service drop-orders-mine, unless you want it',
    },
  },
  {
    title: 'an index has other columns',
    postgres: 'DROP INDEX orders_placed_on; CREATE INDEX orders_placed_on ON orders (placed_on, total)',
    mysql: 'DROP INDEX orders_placed_on ON orders; CREATE INDEX orders_placed_on ON orders (placed_on, total)',
    found: {
      ...{ severity: 'error', kind: 'index', name: 'orders_placed_on', problem: 'differs' },
      ...{ found: '(placed_on, total)', wanted: '(placed_on)' },
    },
  },
  {
    title: 'an index has another name',
    postgres: 'ALTER INDEX orders_placed_on RENAME TO placed',
    mysql: 'ALTER TABLE orders RENAME INDEX orders_placed_on TO placed',
    found: {
      ...{ severity: 'warning', kind: 'index', name: 'orders_placed_on', problem: 'differs' },
      ...{ found: 'placed (placed_on)', wanted: 'orders_placed_on (placed_on)' },
    },
  },
  {
    title: 'a value need not be unique',
    postgres: 'ALTER TABLE orders DROP CONSTRAINT orders_code_key',
    mysql: 'ALTER TABLE orders DROP INDEX code',
    found: (engine) => ({
      ...{
        severity: 'error',
        table: 'orders',
        kind: 'index',
        problem: 'missing',
        found: null,
        wanted: 'UNIQUE (code)',
      },
      name: of(engine, 'orders_code_key', 'code'),
    }),
  },
  {
    title: 'what is deleted stands in the way of what is new',
    postgres: 'DROP INDEX customers_email_key; CREATE UNIQUE INDEX customers_email_key ON customers (email)',
    mysql: 'DROP INDEX customers_email_key ON customers; CREATE UNIQUE INDEX customers_email_key ON customers (email)',
    found: (engine) => ({
      ...{ severity: 'error', kind: 'index', name: 'customers_email_key', problem: 'differs', found: 'UNIQUE (email)' },
      wanted: of(engine, 'UNIQUE (email) WHERE (deleted_at IS NULL)', 'UNIQUE (email, _live)'),
    }),
  },
  {
    title: 'a build of an index failed',
    postgres: `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'orders_placed_on'::regclass`,
    mysql: 'ALTER TABLE orders ALTER INDEX orders_placed_on IGNORED',
    administrator: true,
    found: {
      ...{ severity: 'error', kind: 'index', name: 'orders_placed_on', problem: 'invalid', wanted: '(placed_on)' },
      next: 'aurora migrate create orders-service rebuild-orders-placed-on, which drops the index and creates it again',
    },
  },
  {
    title: 'a foreign key is gone',
    postgres: 'ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey',
    mysql: 'ALTER TABLE orders DROP FOREIGN KEY orders_customer_id_fkey',
    found: {
      ...{
        severity: 'error',
        table: 'orders',
        kind: 'foreign key',
        name: 'orders_customer_id_fkey',
        problem: 'missing',
      },
      wanted: '(customer_id) REFERENCES customers (id) ON DELETE RESTRICT ON UPDATE RESTRICT',
    },
  },
  {
    title: 'a foreign key takes rows with it',
    postgres: `ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey, ADD CONSTRAINT orders_customer_id_fkey
      FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE ON UPDATE RESTRICT`,
    mysql: `ALTER TABLE orders DROP FOREIGN KEY orders_customer_id_fkey; ALTER TABLE orders ADD CONSTRAINT orders_customer_id_fkey
      FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE`,
    found: {
      ...{ severity: 'error', kind: 'foreign key', name: 'orders_customer_id_fkey', problem: 'differs' },
      found: '(customer_id) REFERENCES customers (id) ON DELETE CASCADE ON UPDATE RESTRICT',
    },
  },
  {
    title: 'a foreign key has never looked at its rows',
    postgres: `ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey, ADD CONSTRAINT orders_customer_id_fkey
      FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT ON UPDATE RESTRICT NOT VALID`,
    found: {
      ...{ severity: 'error', kind: 'foreign key', name: 'orders_customer_id_fkey', problem: 'not validated' },
      next: 'aurora migrate create orders-service validate-orders-customer-id-fkey: ALTER TABLE "orders" VALIDATE CONSTRAINT "orders_customer_id_fkey"',
    },
  },
  {
    title: 'somebody has a foreign key of their own',
    ...both('ALTER TABLE customers ADD CONSTRAINT mine FOREIGN KEY (id) REFERENCES tags (id) ON DELETE RESTRICT'),
    found: {
      severity: 'warning',
      table: 'customers',
      kind: 'foreign key',
      name: 'mine',
      problem: 'extra',
      wanted: null,
    },
  },
  {
    title: 'a check was left',
    ...both('ALTER TABLE orders ADD CONSTRAINT cheap CHECK (total < 100)'),
    found: { severity: 'warning', table: 'orders', kind: 'check', name: 'cheap', problem: 'extra', wanted: null },
  },
  {
    title: 'an enum has a value more',
    postgres: `ALTER TYPE enum_orders_state ADD VALUE 'lost'`,
    mysql: `ALTER TABLE orders MODIFY state enum('open','closed','lost') NOT NULL`,
    found: {
      ...{ severity: 'error', table: 'orders', kind: 'column', name: 'state', problem: 'differs' },
      ...{ found: `enum('open','closed','lost') NOT NULL`, wanted: `enum('open','closed') NOT NULL` },
    },
  },
  {
    title: 'an enum has another value',
    postgres: `ALTER TYPE enum_orders_state RENAME VALUE 'closed' TO 'done'`,
    mysql: `ALTER TABLE orders MODIFY state enum('open','done') NOT NULL`,
    found: { severity: 'error', kind: 'column', name: 'state', found: `enum('open','done') NOT NULL` },
  },
  {
    title: 'the type of an enum was left',
    postgres: `CREATE TYPE enum_orders_colour AS ENUM ('red', 'blue')`,
    found: {
      ...{ severity: 'warning', table: null, kind: 'enum type', name: 'enum_orders_colour', problem: 'extra' },
      found: 'red, blue',
    },
  },
  {
    title: 'a trigger was left',
    postgres: `CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER orders_sync BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION noop()`,
    mysql: 'CREATE TRIGGER orders_sync BEFORE UPDATE ON orders FOR EACH ROW SET NEW.note = OLD.note',
    administrator: true,
    found: {
      severity: 'warning',
      table: 'orders',
      kind: 'trigger',
      name: 'orders_sync',
      problem: 'extra',
      wanted: null,
    },
  },
  {
    title: 'the service may not delete rows',
    postgres: 'REVOKE DELETE ON orders FROM {login}',
    mysql: 'REVOKE DELETE ON orders FROM {login}',
    found: (engine) => ({
      ...{ severity: 'error', table: 'orders', kind: 'rights', name: null, problem: 'differs' },
      ...{ found: 'SELECT, INSERT, UPDATE', wanted: 'SELECT, INSERT, UPDATE, DELETE' },
      next: of(
        engine,
        `echo 'GRANT DELETE ON "orders" TO "{name}";' | aurora db shell orders-service --owner`,
        `echo 'GRANT DELETE ON \`orders\` TO \`{name}\`@\`%\`;' | aurora db shell orders-service --owner`,
      ),
    }),
  },
  {
    title: 'the service may do nothing with a table',
    ...both('REVOKE ALL ON inbox FROM {login}'),
    found: { severity: 'error', table: 'inbox', kind: 'rights', problem: 'missing', found: null },
  },
  {
    title: 'the service may not count up',
    postgres: 'REVOKE USAGE ON SEQUENCE outbox_position_seq FROM {login}',
    found: {
      ...{ severity: 'error', table: 'outbox', kind: 'rights', found: 'SELECT, INSERT, UPDATE, DELETE' },
      wanted: 'SELECT, INSERT, UPDATE, DELETE, USAGE OF SEQUENCE',
      next: `echo 'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{name}";' | aurora db shell orders-service --owner`,
    },
  },
  {
    title: 'the service may empty a table',
    postgres: 'GRANT TRUNCATE ON orders TO {login}',
    mysql: 'GRANT ALTER ON orders TO {login}',
    found: (engine) => ({
      ...{ severity: 'error', table: 'orders', kind: 'rights', problem: 'differs' },
      next: of(
        engine,
        `echo 'REVOKE TRUNCATE ON "orders" FROM "{name}";' | aurora db shell orders-service --owner`,
        `echo 'REVOKE ALTER ON \`orders\` FROM \`{name}\`@\`%\`;' | aurora db shell orders-service --owner`,
      ),
    }),
  },
  {
    title: 'the service may make tables',
    postgres: 'GRANT CREATE ON SCHEMA public TO {login}',
    mysql: 'GRANT CREATE ON * TO {login}',
    administrator: true,
    found: (engine) => ({
      ...{ severity: 'error', table: null, kind: 'rights', problem: 'differs' },
      next: of(
        engine,
        `echo 'REVOKE CREATE ON SCHEMA public FROM "{name}";' | aurora db shell orders-service --owner`,
        'REVOKE CREATE ON * FROM `{name}`@`%`; by the administrator of the server',
      ),
    }),
  },
  {
    title: 'the service owns a table',
    postgres: 'ALTER TABLE orders OWNER TO {login}',
    administrator: true,
    found: { severity: 'error', table: 'orders', kind: 'rights', problem: 'differs' },
  },
  {
    title: 'the service may forge the log of migrations',
    ...both('GRANT UPDATE ON schema_migrations TO {login}'),
    found: { severity: 'error', table: 'schema_migrations', kind: 'rights', wanted: 'SELECT' },
  },
];
