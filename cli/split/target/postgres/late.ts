import pg from 'pg';
import type { LateChange, TargetTable } from '../contract.ts';
import { VERSIONS } from '../own-tables.ts';
import { copyRows } from './ask.ts';

const { escapeIdentifier: name, escapeLiteral: literal } = pg;

/** Sets references where they differ. */
export async function setLate(client: pg.Client, table: TargetTable, changes: readonly LateChange[], again: boolean) {
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
