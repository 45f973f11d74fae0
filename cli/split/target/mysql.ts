import mysql from 'mysql2';
import { Pool } from '../source/pool.ts';
import {
  type Earlier,
  type Kept,
  type LateChange,
  NOTHING_YET,
  type Row,
  type Standing,
  type Target,
  type TargetTable,
} from './contract.ts';
import { CREATE, QUARANTINE, RUNS, VERSIONS } from './own-tables.ts';
import { spellingOfMysql } from './spelling.ts';

type Cells = (string | null)[];

const WRITERS = 2;
/** Characters of a statement; servers take a million bytes at least, and ours sixteen. */
const STATEMENT = 1024 * 1024;

const name = (text: string) => mysql.escapeId(text, true);
const literal = (text: string) => mysql.escape(text);

export async function openMysqlTarget(url: string): Promise<Target> {
  const connections = Array.from({ length: WRITERS }, () => connect(url));
  for (const each of connections)
    await ask(each, "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES', group_concat_max_len = 1048576");
  const pool = new Pool(connections);
  const lent = <T>(work: (connection: mysql.Connection) => Promise<T>): Promise<T> => pool.with(work);
  const one = async (sql: string) => lent(async (connection) => (await ask(connection, sql))[0] ?? []);
  let run = '0';

  async function look(): Promise<Earlier> {
    const there = `SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND BINARY table_name = '${RUNS}'`;
    if ((await one(there)).length === 0) return NOTHING_YET();
    const [runs, finished, started] = await one(
      `SELECT COUNT(*), COUNT(finished_at), COALESCE(MIN(started_at), NOW(3)) FROM ${RUNS}`,
    );
    return { first: Number(runs) === 0, again: Number(finished) > 0, startedAt: `${started}Z`.replace(' ', 'T') };
  }

  const read: Target['read'] = (select) =>
    pool.stream(
      (connection) => rowsOf(connection, select),
      (connection) => connection.destroy(),
    );

  const storeCopies: Target['storeCopies'] = (copies) =>
    lent(async (connection) => {
      const rows = copies.map(
        ({ target, id, version, data }) => `(${literal(target)},${literal(id)},${version},${literal(data)})`,
      );
      for (const values of statements(rows)) {
        // It assigns from left to right: what decides is compared before it changes.
        const sql = `INSERT INTO reference_copies (target, id, version, data) VALUES ${values}
          ON DUPLICATE KEY UPDATE
            data = IF(version < VALUES(version) OR data IS NULL, VALUES(data), data),
            version = GREATEST(version, VALUES(version))`;
        await ask(connection, sql);
      }
    });

  return {
    engine: 'mysql',
    look,
    async begin() {
      for (const sql of CREATE.mysql) await one(sql);
      run = (await lent((connection) => changed(connection, `INSERT INTO ${RUNS} () VALUES ()`))).id;
    },
    isEmpty: async (table) => (await one(`SELECT 1 FROM ${name(table)} LIMIT 1`)).length === 0,
    forget: async (mapping) => void (await one(`DELETE FROM ${QUARANTINE} WHERE mapping = ${literal(mapping)}`)),
    standing: (table, ids) => lent((connection) => standing(connection, table, ids)),
    write: (table, { mapping, inserts, updates, kept, again }) =>
      lent((connection) =>
        inTransaction(connection, async () => {
          await insert(connection, table, inserts, '');
          await update(connection, table, updates, again);
          await keep(connection, mapping, kept);
        }),
      ),
    setLate: (table, changes, again) =>
      lent((connection) => inTransaction(connection, () => setLate(connection, table, changes, again))),
    async *scan(table) {
      const { by, table: of } = table.versioned;
      const sql = `SELECT ${table.key.map((key) => `t.${name(key)}`).join(', ')}, o.version, v.version,
        ${table.key.length > 1 ? 'NULL' : 't.created_at'} FROM ${name(table.name)} t JOIN ${name(of)} o ON o.id = t.${name(by)}
        LEFT JOIN ${VERSIONS} v ON v.entity = ${literal(of)} AND v.id = o.id`;
      for await (const rows of read(sql)) {
        yield rows.map((cells) => {
          const [version, written = null, createdAt = null] = cells.slice(table.key.length);
          return {
            id: cells.slice(0, table.key.length).join(),
            version: Number(version),
            written: written === null ? null : Number(written),
            createdAt,
          };
        });
      }
    },
    remove: (table, ids) =>
      lent(async (connection) => {
        const tuples = ids.map((id) => `(${id.split(',').map(literal).join()})`).join();
        const sql = `DELETE FROM ${name(table.name)} WHERE (${table.key.map(name).join()}) IN (${tuples})`;
        return (await changed(connection, sql)).count;
      }),
    read,
    addCopies: storeCopies,
    storeCopies,
    dropCopies: async (target, ids) =>
      void (await one(
        `UPDATE reference_copies SET version = version + 1, data = NULL
          WHERE target = ${literal(target)} AND id IN (${ids.map(literal).join()}) AND data IS NOT NULL`,
      )),
    countKept: async (mapping) =>
      Number((await one(`SELECT COUNT(*) FROM ${QUARANTINE} WHERE mapping = ${literal(mapping)}`))[0]),
    finish: async () => void (await one(`UPDATE ${RUNS} SET finished_at = NOW(3) WHERE run = ${run}`)),
    async end() {
      for (const connection of connections) connection.destroy();
    },
  };
}

function connect(url: string): mysql.Connection {
  const connection = mysql.createConnection({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectTimeout: 5_000,
    charset: 'utf8mb4_bin',
    rowsAsArray: true,
    typeCast: (field) => (field as unknown as { string(encoding: string): string | null }).string('utf8'),
  });
  // A connection that is lost while nothing is asked of it fails the next question instead.
  connection.on('error', () => undefined);
  return connection;
}

function ask(connection: mysql.Connection, sql: string): Promise<Cells[]> {
  return new Promise((resolve, reject) => {
    connection.query(sql, (error, rows) =>
      error ? reject(error) : resolve(Array.isArray(rows) ? (rows as unknown as Cells[]) : []),
    );
  });
}

async function* rowsOf(connection: mysql.Connection, select: string): AsyncGenerator<Cells[]> {
  let rows: Cells[] = [];
  for await (const row of connection.query(select).stream({ highWaterMark: 1_000 }) as AsyncIterable<Cells>) {
    rows.push(row);
    if (rows.length < 2_000) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

function changed(connection: mysql.Connection, sql: string): Promise<{ count: number; id: string }> {
  return new Promise((resolve, reject) => {
    connection.query<mysql.ResultSetHeader>(sql, (error, result) =>
      error ? reject(error) : resolve({ count: result.affectedRows, id: String(result.insertId) }),
    );
  });
}

async function inTransaction<T>(connection: mysql.Connection, work: () => Promise<T>): Promise<T> {
  await ask(connection, 'START TRANSACTION');
  try {
    const done = await work();
    await ask(connection, 'COMMIT');
    return done;
  } catch (error) {
    await ask(connection, 'ROLLBACK');
    throw error;
  }
}

/** As many rows as a statement takes. */
function* statements(rows: readonly string[]): Generator<string> {
  let values: string[] = [];
  let size = 0;
  for (const row of rows) {
    if (values.length > 0 && size + row.length > STATEMENT) {
      yield values.join();
      values = [];
      size = 0;
    }
    values.push(row);
    size += row.length;
  }
  if (values.length > 0) yield values.join();
}

const headOf = (table: TargetTable): string[] => [
  ...table.key,
  ...(table.key.length === 1 ? ['version'] : []),
  ...table.columns.map((column) => column.name),
];

function tupleOf({ key }: TargetTable): (row: Row) => string {
  if (key.length === 1) return ({ id, version, rest }) => `('${id}',${version},${rest})`;
  return ({ id, rest }) => `('${id.replace(',', "','")}',${rest})`;
}

async function insert(
  connection: mysql.Connection,
  table: TargetTable,
  rows: readonly Row[],
  end: string,
): Promise<void> {
  const head = `INSERT INTO ${name(table.name)} (${headOf(table).map(name).join()}) VALUES `;
  for (const values of statements(rows.map(tupleOf(table)))) await ask(connection, `${head}${values}${end}`);
}

async function update(
  connection: mysql.Connection,
  table: TargetTable,
  rows: readonly Row[],
  again: boolean,
): Promise<void> {
  if (rows.length === 0) return;
  const set = headOf(table).filter((each) => !table.key.includes(each));
  const end = ` ON DUPLICATE KEY UPDATE ${set.map((each) => `${name(each)} = VALUES(${name(each)})`).join()}`;
  await insert(connection, table, rows, end);
  if (again && table.key.length === 1) await remember(connection, table.name, rows);
}

async function remember(
  connection: mysql.Connection,
  entity: string,
  rows: readonly { readonly id: string; readonly version: number }[],
): Promise<void> {
  const tuples = rows.map(({ id, version }) => `(${literal(entity)},'${id}',${version})`);
  for (const values of statements(tuples)) {
    await ask(
      connection,
      `INSERT INTO ${VERSIONS} (entity, id, version) VALUES ${values} ON DUPLICATE KEY UPDATE version = VALUES(version)`,
    );
  }
}

async function standing(
  connection: mysql.Connection,
  table: TargetTable,
  ids: readonly string[],
): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const { by, table: of } = table.versioned;
  const isList = table.key.length > 1;
  const owners = isList ? [...new Set(ids.map((id) => id.slice(0, id.indexOf(','))))] : ids;
  const columns = table.columns.map((column) => `t.${name(column.name)}`);
  const rows = await ask(
    connection,
    `SELECT o.version, v.version, ${[...table.key.map((key) => `t.${name(key)}`), ...columns].join()} FROM ${name(table.name)} t
      JOIN ${name(of)} o ON o.id = t.${name(by)} LEFT JOIN ${VERSIONS} v ON v.entity = ${literal(of)} AND v.id = o.id
      WHERE t.${name(by)} IN (${owners.map((id) => `'${id}'`).join()})`,
  );
  const spells = table.columns.map(({ kind }) => spellingOfMysql(kind));
  const start = 2 + table.key.length;
  return new Map(
    rows.map((cells) => [
      cells.slice(2, start).join(),
      {
        version: Number(cells[0]),
        written: cells[1] === null ? null : Number(cells[1]),
        rest: spells.map((spell, at) => spell(cells[start + at] ?? null)).join(),
      },
    ]),
  );
}

async function keep(connection: mysql.Connection, mapping: string, kept: readonly Kept[]): Promise<void> {
  const rows = kept.map(
    ({ key, why, row }) => `(${[mapping, key, JSON.stringify(why), JSON.stringify(row)].map(literal).join()})`,
  );
  for (const values of statements(rows)) {
    await ask(connection, `INSERT INTO ${QUARANTINE} (mapping, source_key, reasons, source_row) VALUES ${values}`);
  }
}

async function setLate(
  connection: mysql.Connection,
  table: TargetTable,
  changes: readonly LateChange[],
  again: boolean,
) {
  const { late } = table;
  // Of the same collation as the table's own columns, whatever that is; neither this nor its end commits anything.
  await ask(connection, 'DROP TEMPORARY TABLE IF EXISTS split_late');
  const columns = ['id', ...late].map(name).join();
  await ask(
    connection,
    `CREATE TEMPORARY TABLE split_late (PRIMARY KEY (id)) SELECT ${columns} FROM ${name(table.name)} WHERE FALSE`,
  );
  const rows = changes.map(
    ({ id, values }) => `(${[id, ...values].map((value) => (value === null ? 'NULL' : literal(value))).join()})`,
  );
  for (const values of statements(rows)) await ask(connection, `INSERT INTO split_late (${columns}) VALUES ${values}`);
  const differs = `NOT (${late.map((each) => `t.${name(each)} <=> c.${name(each)}`).join(' AND ')})`;
  const found = await ask(
    connection,
    `SELECT t.id, t.version, v.version FROM ${name(table.name)} t JOIN split_late c ON c.id = t.id
      LEFT JOIN ${VERSIONS} v ON v.entity = ${literal(table.name)} AND v.id = t.id WHERE ${differs}`,
  );
  const isConflict = ([, version, written]: Cells) =>
    again && Number(version) > Number(written ?? (table.givesVersion ? version : 1));
  const conflicts = found.filter(isConflict).map(([id]) => id as string);
  const free = found.filter((cells) => !isConflict(cells));
  if (free.length > 0) {
    await ask(
      connection,
      `UPDATE ${name(table.name)} t JOIN split_late c ON c.id = t.id
        SET ${late.map((each) => `t.${name(each)} = c.${name(each)}`).join()}${again ? ', t.version = t.version + 1' : ''}
        WHERE t.id IN (${free.map(([id]) => `'${id}'`).join()})`,
    );
    if (again)
      await remember(
        connection,
        table.name,
        free.map(([id, version]) => ({ id: id as string, version: Number(version) + 1 })),
      );
  }
  return { changed: free.length, conflicts };
}
