import { uuidIn } from '../uuid.ts';
import { isDate } from './date.ts';
import { isDecimal } from './decimal.ts';
import type { SortKey } from './list-query.ts';
import { parseTimestamp } from './timestamp.ts';

/**
 * A cursor is the place of the last row: its sort values, with the sort itself, as base64url JSON. It holds nothing
 * that the client has not seen, so it needs no signature; whatever does not fit the sort is no cursor.
 */
export function encodeCursor(sort: readonly SortKey[], last: Record<string, unknown>): string {
  const values = sort.map(({ column }) => last[column.name] ?? null);
  return Buffer.from(JSON.stringify([spell(sort), ...values])).toString('base64url');
}

/** The sort values, or undefined where the text is no cursor of this sort. */
export function decodeCursor(cursor: string, sort: readonly SortKey[]): readonly unknown[] | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined; // not JSON: the caller reports it with the other parameters
  }
  if (!Array.isArray(parts) || parts.length !== sort.length + 1 || parts[0] !== spell(sort)) return undefined;
  const values = parts.slice(1);
  return values.every((value, index) => fits(value, sort[index] as SortKey)) ? values : undefined;
}

function spell(sort: readonly SortKey[]): string {
  return sort.map(({ column, descending }) => (descending ? `-${column.name}` : column.name)).join(',');
}

function fits(value: unknown, { column }: SortKey): boolean {
  if (value === null) return column.nullable;
  switch (column.kind) {
    case 'integer':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
    case 'bigint':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'uuid':
      return typeof value === 'string' && uuidIn(value) === value;
    case 'enum':
      return typeof value === 'string' && (column.values?.includes(value) ?? false);
    case 'decimal':
      return typeof value === 'string' && isDecimal(value);
    case 'date':
      return typeof value === 'string' && isDate(value);
    case 'timestamp':
      return typeof value === 'string' && parseTimestamp(value) !== undefined;
    default:
      return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
  }
}
