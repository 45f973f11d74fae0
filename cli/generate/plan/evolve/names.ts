import { MOST_BYTES } from '../../../config/database-names.ts';
import type { Index } from '../../../schema/contract.ts';

/** A name in SQL; engines are set to take double quotes. */
export function quoted(name: string): string {
  return `"${name}"`;
}

export function quotedList(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

/** What PostgreSQL calls an index: of a constraint it makes the name up (makeObjectName of its source). */
export function postgresName(table: string, index: Index): string {
  return index.constraint ? madeName(table, index.columns[0] as string, 'key') : index.name;
}

/** MySQL calls the constraint of a column like the column. */
export function mysqlName(index: Index): string {
  return index.constraint ? (index.columns[0] as string) : index.name;
}

export function primaryKeyName(table: string): string {
  return madeName(table, '', 'pkey');
}

/** `<table>_<column>_<label>`, the longer of the two cut until it fits. */
function madeName(table: string, column: string, label: string): string {
  let [first, second] = [table, column];
  const name = () => [first, ...(column ? [second] : []), label].join('_');
  while (name().length > MOST_BYTES) {
    if (first.length > second.length) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return name();
}
