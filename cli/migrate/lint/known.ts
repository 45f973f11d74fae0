import type { Column, Constraint, Type } from './change.ts';

export interface KnownColumn {
  readonly type: Type;
  readonly notNull: boolean;
  readonly fallback?: Column['fallback'];
}

interface KnownTable {
  readonly columns: Map<string, KnownColumn>;
  readonly constraints: Map<string, Constraint>;
  /** Made in the migration that is being looked at: nobody reads or writes it yet. */
  isNew: boolean;
}

/** What the migrations so far have made: what a column was before it is changed, what a check has proved already. */
export interface Known {
  readonly tables: Map<string, KnownTable>;
  /** Columns that this migration has added, as `table.column`: code that runs has never heard of them. */
  readonly newColumns: Set<string>;
  /** Which table each index is on. */
  readonly indexes: Map<string, string>;
  /** Columns, as `table.column`, whose other name is still to be said. */
  readonly exchanged: Set<string>;
}

export function nothingKnown(): Known {
  return { tables: new Map(), newColumns: new Set(), indexes: new Map(), exchanged: new Set() };
}

/** Another migration begins: what was new is in use. */
export function settle(known: Known): void {
  known.newColumns.clear();
  for (const table of known.tables.values()) table.isNew = false;
}

export const isNewTable = (known: Known, table: string): boolean => known.tables.get(table)?.isNew ?? false;

export const isNewColumn = (known: Known, table: string, column: string): boolean =>
  isNewTable(known, table) || known.newColumns.has(`${table}.${column}`);

export const columnOf = (known: Known, table: string, column: string): KnownColumn | undefined =>
  known.tables.get(table)?.columns.get(column);

/** Whether a check that has looked at all rows says that this column is never null. */
export function provedNotNull(known: Known, table: string, column: string): boolean {
  const constraints = [...(known.tables.get(table)?.constraints.values() ?? [])];
  return constraints.some(({ notNullOf, unchecked }) => notNullOf === column && !unchecked);
}

/** Whether a column alone is the primary key. */
export function isKey(known: Known, table: string, column: string): boolean {
  const constraints = [...(known.tables.get(table)?.constraints.values() ?? [])];
  return constraints.some(
    ({ type, columns }) => type === 'primary-key' && columns.length === 1 && columns[0] === column,
  );
}
