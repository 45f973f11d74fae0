import type mysql from 'mysql2';
import type { Standing, TargetTable } from '../contract.ts';
import { VERSIONS } from '../own-tables.ts';
import { spellingOfMysql } from '../spelling.ts';
import { ask, literal, name } from './ask.ts';

/** By id, those rows that are there. */
export async function standing(
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
