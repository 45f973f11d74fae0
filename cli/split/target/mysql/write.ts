import type mysql from 'mysql2';
import type { Kept, Row, TargetTable } from '../contract.ts';
import { QUARANTINE, VERSIONS } from '../own-tables.ts';
import { ask, literal, name, statements } from './ask.ts';

const headOf = (table: TargetTable): string[] => [
  ...table.key,
  ...(table.key.length === 1 ? ['version'] : []),
  ...table.columns.map((column) => column.name),
];

function tupleOf({ key }: TargetTable): (row: Row) => string {
  if (key.length === 1) return ({ id, version, rest }) => `('${id}',${version},${rest})`;
  return ({ id, rest }) => `('${id.replace(',', "','")}',${rest})`;
}

/** @param end what follows the values */
export async function insert(
  connection: mysql.Connection,
  table: TargetTable,
  rows: readonly Row[],
  end: string,
): Promise<void> {
  const head = `INSERT INTO ${name(table.name)} (${headOf(table).map(name).join()}) VALUES `;
  for (const values of statements(rows.map(tupleOf(table)))) await ask(connection, `${head}${values}${end}`);
}

/** Brings rows that are there after the old ones. */
export async function update(
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

/** Versions that are the split’s own. */
export async function remember(
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

/** Keeps aside what does not fit. */
export async function keep(connection: mysql.Connection, mapping: string, kept: readonly Kept[]): Promise<void> {
  const rows = kept.map(
    ({ key, why, row }) => `(${[mapping, key, JSON.stringify(why), JSON.stringify(row)].map(literal).join()})`,
  );
  for (const values of statements(rows)) {
    await ask(connection, `INSERT INTO ${QUARANTINE} (mapping, source_key, reasons, source_row) VALUES ${values}`);
  }
}
