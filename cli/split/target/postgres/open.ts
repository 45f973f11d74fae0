import pg from 'pg';
import { APPLICATION } from '../../../migrate/client.ts';
import { copied } from '../../source/copy-text.ts';
import { Pool } from '../../source/pool.ts';
import { type Earlier, NOTHING_YET, type Target } from '../contract.ts';
import { CREATE, QUARANTINE, RUNS, VERSIONS } from '../own-tables.ts';
import { copyRows, inTransaction, rowsOf } from './ask.ts';
import { setLate } from './late.ts';
import { headOf, lineOf } from './lines.ts';
import { standing } from './standing.ts';
import { keep, update } from './write.ts';

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
    forgetOthers: (mappings) =>
      lent(
        async (client) => void (await client.query(`DELETE FROM ${QUARANTINE} WHERE mapping <> ALL($1)`, [mappings])),
      ),
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
    async end() {
      pool.endDraining();
      await Promise.all(clients.filter((client) => !dropped.has(client)).map((client) => client.end()));
    },
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
