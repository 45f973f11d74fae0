import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Standing, TargetTable } from '../contract.ts';
import { VERSIONS } from '../own-tables.ts';

const { escapeIdentifier: name, escapeLiteral: literal } = pg;

/** By id, those rows that are there. */
export async function standing(
  client: pg.Client,
  table: TargetTable,
  ids: readonly string[],
): Promise<Map<string, Standing>> {
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
