import pg from 'pg';
import { copied } from '../../source/copy-text.ts';
import type { Kept, Row, TargetTable } from '../contract.ts';
import { QUARANTINE, VERSIONS } from '../own-tables.ts';
import { copyRows } from './ask.ts';
import { headOf, lineOf } from './lines.ts';

const { escapeIdentifier: name, escapeLiteral: literal } = pg;

/** Brings rows that are there after the old ones. */
export async function update(
  client: pg.Client,
  table: TargetTable,
  rows: readonly Row[],
  again: boolean,
): Promise<void> {
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

/** Keeps aside what does not fit. */
export async function keep(client: pg.Client, mapping: string, kept: readonly Kept[]): Promise<void> {
  const lines = kept.map(({ key, why, row }) => {
    const cells = [mapping, key.replaceAll('\0', '\uFFFD'), JSON.stringify(why), JSON.stringify(row)];
    return `${cells.map(copied).join('\t')}\n`;
  });
  await copyRows(client, QUARANTINE, ['mapping', 'source_key', 'reasons', 'source_row'], lines);
}
