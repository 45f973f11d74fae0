import type { Row, TargetTable } from '../contract.ts';

/** The columns in the order in which lines have them. */
export function headOf(table: TargetTable): readonly string[] {
  const version = table.key.length === 1 ? ['version'] : [];
  return [...table.key, ...version, ...table.columns.map((column) => column.name)];
}

/** A row as COPY wants it. */
export function lineOf({ key }: TargetTable): (row: Row) => string {
  if (key.length === 1) return ({ id, version, rest }) => `${id}\t${version}\t${rest}\n`;
  return ({ id, rest }) => `${id.replace(',', '\t')}\t${rest}\n`;
}
