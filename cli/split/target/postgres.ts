import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { APPLICATION } from '../../migrate/client.ts';
import { copied, parseCopy } from '../source/copy-text.ts';
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

const { escapeIdentifier: name, escapeLiteral: literal } = pg;

/** Connections that write at once. */
const WRITERS = 2;

export async function openPostgresTarget(url: string): Promise<Target> {
  const clients = Array.from({ length: WRITERS }, () => {
    const client = new pg.Client({
      connectionString: url,
      application_name: APPLICATION,
      connectionTimeoutMillis: 5_000,
    });
    // A connection that is lost while nothing is asked of it fails the next question instead.
    client.on('error', () => undefined);
    return client;
  });
  await Promise.all(clients.map((client) => client.connect()));
  for (const client of clients) {
    // What a crash of the server would lose is written again by the next run; the end of a run waits for the disk.
    await client.query("SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET synchronous_commit = off");
  }
  const pool = new Pool(clients);
  const lent = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => pool.with(work);
  const dropped = new Set<pg.Client>();
  const drop = (client: pg.Client) => {
    dropped.add(client);
    client.connection.stream.destroy();
  };
  let run = 0;

  const read: Target['read'] = (select) => pool.stream((client) => rowsOf(client, select), drop);

  return {
    engine: 'postgres',
    look: () => lent(look),
    begin: () =>
      lent(async (client) => {
        for (const sql of CREATE.postgres) await client.query(sql);
        run = (await client.query(`INSERT INTO ${RUNS} DEFAULT VALUES RETURNING run`)).rows[0].run;
      }),
    isEmpty: (table) =>
      lent(async (client) => (await client.query(`SELECT FROM ${name(table)} LIMIT 1`)).rowCount === 0),
    forget: (mapping) =>
      lent(async (client) => void (await client.query(`DELETE FROM ${QUARANTINE} WHERE mapping = $1`, [mapping]))),
    standing: (table, ids) => lent((client) => standing(client, table, ids)),
    write: (table, { mapping, inserts, updates, kept, again }) =>
      lent((client) =>
        inTransaction(client, async () => {
          if (inserts.length > 0) await copyRows(client, table.name, headOf(table), inserts.map(lineOf(table)));
          if (updates.length > 0) await update(client, table, updates, again);
          if (kept.length > 0) await keep(client, mapping, kept);
        }),
      ),
    setLate: (table, changes, again) =>
      lent((client) => inTransaction(client, () => setLate(client, table, changes, again))),
    async *scan(table) {
      const list = table.key.length > 1;
      const { by, table: of } = table.versioned;
      const id = table.key.map((key) => `t.${name(key)}`).join(', ');
      const created = list ? 'NULL' : 't.created_at';
      const sql = `SELECT ${id}, o.version, v.version, ${created} FROM ${name(table.name)} t
        JOIN ${name(of)} o ON o.id = t.${name(by)} LEFT JOIN ${VERSIONS} v ON v.entity = ${literal(of)} AND v.id = o.id`;
      for await (const rows of read(sql)) {
        yield rows.map((cells) => ({
          id: cells.slice(0, table.key.length).join(),
          version: Number(cells[table.key.length]),
          written: numberOrNull(cells[table.key.length + 1]),
          createdAt: cells[table.key.length + 2] ?? null,
        }));
      }
    },
    remove: (table, ids) =>
      lent(async (client) => {
        const key = table.key.map((each) => `${name(each)}::text`).join(" || ',' || ");
        const { rowCount } = await client.query(
          `DELETE FROM ${name(table.name)} WHERE ${table.key.length === 1 ? 'id = ANY($1::uuid[])' : `${key} = ANY($1)`}`,
          [ids],
        );
        return rowCount ?? 0;
      }),
    read,
    addCopies: (copies) =>
      lent((client) => {
        const lines = copies.map(
          ({ target, id, version, data }) => `${copied(target)}\t${id}\t${version}\t${copied(data)}\n`,
        );
        return copyRows(client, 'reference_copies', ['target', 'id', 'version', 'data'], lines);
      }),
    storeCopies: (copies) =>
      lent(async (client) => {
        await client.query(
          `INSERT INTO reference_copies AS known (target, id, version, data)
            SELECT target, id, version, data::json FROM json_to_recordset($1) AS n(target text, id uuid, version int, data text)
            ON CONFLICT (target, id) DO UPDATE SET version = excluded.version, data = excluded.data
            WHERE known.version < excluded.version OR known.data IS NULL`,
          [JSON.stringify(copies)],
        );
      }),
    dropCopies: (target, ids) =>
      lent(async (client) => {
        await client.query(
          'UPDATE reference_copies SET data = NULL, version = version + 1 WHERE target = $1 AND id = ANY($2) AND data IS NOT NULL',
          [target, ids],
        );
      }),
    countKept: (mapping) =>
      lent(async (client) => {
        const sql = `SELECT count(*)::int AS count FROM ${QUARANTINE} WHERE mapping = $1`;
        return (await client.query(sql, [mapping])).rows[0].count;
      }),
    finish: () =>
      lent(async (client) => {
        await client.query('SET synchronous_commit = on');
        await client.query(`UPDATE ${RUNS} SET finished_at = now() WHERE run = $1`, [run]);
      }),
    end: async () =>
      void (await Promise.all(clients.filter((client) => !dropped.has(client)).map((client) => client.end()))),
  };
}

const numberOrNull = (text: string | null | undefined) => (text === null || text === undefined ? null : Number(text));

async function look(client: pg.Client): Promise<Earlier> {
  const there = await client.query('SELECT to_regclass($1) IS NOT NULL AS there', [RUNS]);
  if (!there.rows[0].there) return NOTHING_YET();
  const sql = `SELECT count(*)::int AS runs, count(finished_at)::int AS finished, COALESCE(min(started_at), now()) AS started FROM ${RUNS}`;
  const { runs, finished, started } = (await client.query(sql)).rows[0];
  return { first: runs === 0, again: finished > 0, startedAt: started.toISOString() };
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const done = await work();
    await client.query('COMMIT');
    return done;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function* rowsOf(client: pg.Client, select: string): AsyncGenerator<(string | null)[][]> {
  const stream = client.query(copyTo(`COPY (${select}) TO STDOUT`));
  let rest = Buffer.alloc(0);
  for await (const piece of stream as AsyncIterable<Buffer>) {
    const all = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const end = all.lastIndexOf(0x0a) + 1;
    rest = all.subarray(end) as Buffer<ArrayBuffer>;
    if (end > 0) yield parseCopy(all.subarray(0, end)) as (string | null)[][];
  }
}

/** The columns in the order in which lines have them. */
function headOf(table: TargetTable): readonly string[] {
  const version = table.key.length === 1 ? ['version'] : [];
  return [...table.key, ...version, ...table.columns.map((column) => column.name)];
}

function lineOf({ key }: TargetTable): (row: Row) => string {
  if (key.length === 1) return ({ id, version, rest }) => `${id}\t${version}\t${rest}\n`;
  return ({ id, rest }) => `${id.replace(',', '\t')}\t${rest}\n`;
}

async function copyRows(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${name(table)} (${columns.map(name).join(', ')}) FROM STDIN`));
  const done = Promise.race([once(stream, 'finish'), once(stream, 'error').then(([error]) => Promise.reject(error))]);
  stream.end(lines.join(''));
  await done;
}

async function standing(client: pg.Client, table: TargetTable, ids: readonly string[]): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const { by, table: of } = table.versioned;
  const isList = table.key.length > 1;
  const owners = isList ? [...new Set(ids.map((id) => id.slice(0, id.indexOf(','))))] : ids;
  const selected = [...table.key, ...table.columns.map((column) => column.name)].map((each) => `t.${name(each)}`);
  const sql = `SELECT o.version, v.version, ${selected.join(', ')} FROM ${name(table.name)} t
    JOIN ${name(of)} o ON o.id = t.${name(by)} LEFT JOIN ${VERSIONS} v ON v.entity = ${literal(of)} AND v.id = o.id
    WHERE t.${name(by)} = ANY('{${owners.join()}}')`;
  const stream = client.query(copyTo(`COPY (${sql}) TO STDOUT`));
  const pieces: Buffer[] = [];
  for await (const piece of stream as AsyncIterable<Buffer>) pieces.push(piece);
  const found = new Map<string, Standing>();
  const width = isList ? 73 : 36;
  for (const line of Buffer.concat(pieces).toString().split('\n')) {
    if (line === '') continue;
    const first = line.indexOf('\t');
    const second = line.indexOf('\t', first + 1);
    const written = line.slice(first + 1, second);
    const id = line.slice(second + 1, second + 1 + width).replace('\t', ',');
    found.set(id, {
      version: Number(line.slice(0, first)),
      written: written === '\\N' ? null : Number(written),
      rest: line.slice(second + 2 + width),
    });
  }
  return found;
}

async function update(client: pg.Client, table: TargetTable, rows: readonly Row[], again: boolean): Promise<void> {
  const head = headOf(table);
  await client.query(`CREATE TEMP TABLE split_changes ON COMMIT DROP AS
    SELECT ${head.map(name).join(', ')} FROM ${name(table.name)} WITH NO DATA`);
  await copyRows(client, 'split_changes', head, rows.map(lineOf(table)));
  const changed = head.filter((each) => !table.key.includes(each));
  await client.query(`UPDATE ${name(table.name)} t SET ${changed.map((each) => `${name(each)} = c.${name(each)}`).join(', ')}
    FROM split_changes c WHERE ${table.key.map((each) => `t.${name(each)} = c.${name(each)}`).join(' AND ')}`);
  if (again && table.key.length === 1) {
    await client.query(`INSERT INTO ${VERSIONS} (entity, id, version) SELECT ${literal(table.name)}, id, version FROM split_changes
      ON CONFLICT (entity, id) DO UPDATE SET version = excluded.version`);
  }
}

async function keep(client: pg.Client, mapping: string, kept: readonly Kept[]): Promise<void> {
  const lines = kept.map(({ key, why, row }) => {
    const cells = [mapping, key.replaceAll('\0', '\uFFFD'), JSON.stringify(why), JSON.stringify(row)];
    return `${cells.map(copied).join('\t')}\n`;
  });
  await copyRows(client, QUARANTINE, ['mapping', 'source_key', 'reasons', 'source_row'], lines);
}

async function setLate(client: pg.Client, table: TargetTable, changes: readonly LateChange[], again: boolean) {
  const { late } = table;
  await client.query(`CREATE TEMP TABLE split_late ON COMMIT DROP AS
    SELECT id, ${late.map(name).join(', ')} FROM ${name(table.name)} WITH NO DATA`);
  const lines = changes.map(({ id, values }) => `${[id, ...values.map((value) => value ?? '\\N')].join('\t')}\n`);
  await copyRows(client, 'split_late', ['id', ...late], lines);
  const differs = `(${late.map((each) => `t.${name(each)}`).join(', ')}) IS DISTINCT FROM (${late.map((each) => `c.${name(each)}`).join(', ')})`;
  const from = `FROM ${name(table.name)} t JOIN split_late c ON t.id = c.id
    LEFT JOIN ${VERSIONS} v ON v.entity = ${literal(table.name)} AND v.id = t.id WHERE ${differs}`;
  const conflicting = again
    ? await client.query(
        `SELECT t.id ${from} AND t.version > COALESCE(v.version, ${table.givesVersion ? 't.version' : '1'})`,
      )
    : undefined;
  const conflicts: string[] = (conflicting?.rows ?? []).map(({ id }) => id);
  const { rows } = await client.query(
    `UPDATE ${name(table.name)} t SET ${late.map((each) => `${name(each)} = c.${name(each)}`).join(', ')}
      ${again ? ', version = t.version + 1' : ''}
      FROM split_late c WHERE t.id = c.id AND ${differs} AND t.id <> ALL($1) RETURNING t.id, t.version`,
    [conflicts],
  );
  if (again && rows.length > 0) {
    await client.query(
      `INSERT INTO ${VERSIONS} (entity, id, version) SELECT ${literal(table.name)}, id, version
        FROM json_to_recordset($1) AS n(id uuid, version int) ON CONFLICT (entity, id) DO UPDATE SET version = excluded.version`,
      [JSON.stringify(rows)],
    );
  }
  return { changed: rows.length, conflicts };
}
