export type EngineName = 'postgres' | 'mysql';

type Statement = string | { readonly table: string; readonly set: string } | Readonly<Record<string, unknown>>;

/** A kind of migration. */
export interface Kind {
  readonly title: string;
  /** How each statement begins as it is sent, in their order. */
  readonly sent: { readonly up: readonly string[]; readonly down: readonly string[] };
  /** Whether its way down takes back any part of its way up: it counts no rows back that have not been counted up. */
  readonly isTakenBack: boolean;
  readonly source: string;
}

export const NAME = '0001-change-orders';

/** What is there before. */
export const BASE: readonly string[] = [
  'CREATE TABLE customers (id int PRIMARY KEY)',
  'INSERT INTO customers VALUES (0), (1)',
  'CREATE TABLE orders (id bigint PRIMARY KEY, part int NOT NULL, title varchar(100) NOT NULL)',
  'CREATE INDEX orders_by_part ON orders (part, id)',
  `INSERT INTO orders VALUES ${Array.from({ length: 9 }, (_, row) => `(${row * 3 + 1}, ${row % 2}, 'order ${row}')`)}`,
];

const ADD = 'ALTER TABLE orders ADD COLUMN state varchar(10)';
const DROP = 'ALTER TABLE orders DROP COLUMN state';

export function kindsOn(engine: EngineName): Kind[] {
  const kind = kindOn(engine);
  const dropState = engine === 'postgres' ? 'DROP INDEX orders_state' : 'DROP INDEX orders_state ON orders';
  return [
    kind('of plain statements', {
      transaction: true,
      isTakenBack: engine === 'postgres',
      up: [
        'CREATE TABLE notes (id int PRIMARY KEY, body varchar(100))',
        "INSERT INTO notes VALUES (1, 'one'), (2, 'two')",
        'ALTER TABLE orders ADD COLUMN note int',
        'UPDATE orders SET note = 1, part = part + 1',
      ],
      down: ['UPDATE orders SET part = part - 1', 'ALTER TABLE orders DROP COLUMN note', 'DROP TABLE notes'],
    }),
    kind('in steps, with rows that count up', {
      transaction: false,
      isTakenBack: false,
      up: [
        ADD,
        'UPDATE orders SET part = part + 10',
        "INSERT INTO orders SELECT id + 100, part, title, 'copy' FROM orders",
        'UPDATE orders SET part = part + 1',
      ],
      down: ['DELETE FROM orders WHERE id > 100', 'UPDATE orders SET part = part - 11', DROP],
    }),
    kind('with backfills in its midst', {
      transaction: false,
      up: [
        ADD,
        { table: 'orders', set: `state = 'new'`, where: 'state IS NULL', batch: 5 },
        { table: 'orders', key: ['part', 'id'], set: "title = concat(title, '!')", batch: 6 },
        'CREATE INDEX orders_state ON orders (state)',
      ],
      down: [dropState, { table: 'orders', set: "title = replace(title, '!', '')", batch: 8 }, DROP],
    }),
    ...(engine === 'postgres' ? onPostgres(kind) : onMariadb(kind)),
  ];
}

function onPostgres(kind: ReturnType<typeof kindOn>): Kind[] {
  return [
    kind('with indexes that are built concurrently', {
      transaction: false,
      up: [
        ADD,
        'CREATE INDEX CONCURRENTLY orders_title ON orders (title)',
        'CREATE UNIQUE INDEX CONCURRENTLY "Orders, all" ON public.orders (part, id, title)',
        'REINDEX INDEX CONCURRENTLY orders_title',
        'VACUUM orders',
      ],
      down: ['DROP INDEX CONCURRENTLY "Orders, all"', 'DROP INDEX CONCURRENTLY orders_title', DROP],
    }),
    kind('with constraints that are validated later', {
      transaction: false,
      up: [
        'ALTER TABLE orders ADD CONSTRAINT orders_part FOREIGN KEY (part) REFERENCES customers (id) NOT VALID',
        'ALTER TABLE orders ADD CONSTRAINT orders_titled CHECK (title IS NOT NULL) NOT VALID',
        'ALTER TABLE orders VALIDATE CONSTRAINT orders_part',
        'ALTER TABLE orders VALIDATE CONSTRAINT orders_titled',
        "CREATE TYPE mood AS ENUM ('glad')",
        "ALTER TYPE mood ADD VALUE 'sad'",
        "ALTER TABLE orders ADD COLUMN mood mood DEFAULT 'sad'",
      ],
      down: [
        'ALTER TABLE orders DROP COLUMN mood',
        'DROP TYPE mood',
        'ALTER TABLE orders DROP CONSTRAINT orders_titled',
        'ALTER TABLE orders DROP CONSTRAINT orders_part',
      ],
    }),
  ];
}

function onMariadb(kind: ReturnType<typeof kindOn>): Kind[] {
  return [
    kind('with changes that let others write', {
      transaction: false,
      up: [
        ADD,
        'CREATE INDEX orders_title ON orders (title) ALGORITHM=INPLACE LOCK=NONE',
        'ALTER TABLE orders ADD CONSTRAINT orders_part FOREIGN KEY (part) REFERENCES customers (id)',
        'ALTER TABLE orders ADD CONSTRAINT orders_titled CHECK (title IS NOT NULL)',
      ],
      down: [
        'ALTER TABLE orders DROP CONSTRAINT orders_titled',
        'ALTER TABLE orders DROP FOREIGN KEY orders_part',
        'DROP INDEX orders_title ON orders',
        DROP,
      ],
    }),
  ];
}

interface Ways {
  readonly isTakenBack?: boolean;
  readonly transaction: boolean;
  readonly up: readonly Statement[];
  readonly down: readonly Statement[];
}

const kindOn =
  (engine: EngineName) =>
  (title: string, { transaction, up, down, isTakenBack = true }: Ways): Kind => {
    const orders = engine === 'postgres' ? '"orders"' : '`orders`';
    const sent = (way: readonly Statement[]) =>
      way.map((each) => (typeof each === 'string' ? each : `UPDATE ${orders} SET ${each.set}`));
    const source = [`export const transaction = ${transaction};`, wayOf('up', up), wayOf('down', down)].join('\n');
    return { title, sent: { up: sent(up), down: sent(down) }, isTakenBack, source };
  };

function wayOf(name: string, statements: readonly Statement[]): string {
  const calls = statements.map((each) =>
    typeof each === 'string' ? `sequelize.query(${JSON.stringify(each)})` : `backfill(${JSON.stringify(each)})`,
  );
  return `export async function ${name}({ sequelize, backfill }) {\n  await ${calls.join(';\n  await ')};\n}`;
}
