import type mysql from 'mysql2';
import { Pool } from '../../source/pool.ts';
import { type Earlier, NOTHING_YET, type Target } from '../contract.ts';
import { CREATE, QUARANTINE, RUNS, VERSIONS } from '../own-tables.ts';
import { ask, changed, connect, inTransaction, literal, name, rowsOf, statements } from './ask.ts';
import { setLate } from './late.ts';
import { standing } from './standing.ts';
import { insert, keep, update } from './write.ts';

/** Connections that write at once. */
const WRITERS = 2;

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
    forgetOthers: async (mappings) =>
      void (await one(`DELETE FROM ${QUARANTINE} WHERE mapping NOT IN (${mappings.map(literal).join(', ')})`)),
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
