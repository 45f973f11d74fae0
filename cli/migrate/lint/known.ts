import type { Change, Column, Constraint, Type } from './change.ts';

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

/** Takes note of a change. */
export function learn(known: Known, change: Change): void {
  switch (change.kind) {
    case 'create-table': {
      // IF NOT EXISTS: it may be there, but then a migration has made it.
      if (known.tables.has(change.table)) return;
      const columns = new Map(change.columns.map((column) => [column.name, column]));
      known.tables.set(change.table, { columns, constraints: new Map(), isNew: true });
      for (const constraint of change.constraints) constrain(known, change.table, constraint);
      return;
    }
    case 'drop':
      if (change.what === 'table') known.tables.delete(change.name);
      return;
    case 'rename': {
      const table = known.tables.get(change.name);
      if (change.what !== 'table' || !table) return;
      known.tables.delete(change.name);
      known.tables.set(change.to, table);
      return;
    }
    case 'add-column':
      if (!isNewTable(known, change.table)) known.newColumns.add(`${change.table}.${change.column.name}`);
      known.tables.get(change.table)?.columns.set(change.column.name, change.column);
      for (const constraint of change.column.constraints) constrain(known, change.table, constraint);
      return;
    case 'drop-column':
      known.tables.get(change.table)?.columns.delete(change.column);
      return;
    case 'rename-column': {
      const columns = known.tables.get(change.table)?.columns;
      const column = columns?.get(change.column);
      const taken = columns?.get(change.to);
      // Names change hands in one statement: the other half of it has been seen to.
      if (known.exchanged.delete(`${change.table}.${change.column}`)) return;
      if (column && taken) {
        columns?.set(change.to, column).set(change.column, taken);
        known.exchanged.add(`${change.table}.${change.to}`);
        return;
      }
      columns?.delete(change.column);
      if (column) columns?.set(change.to, column);
      if (known.newColumns.delete(`${change.table}.${change.column}`))
        known.newColumns.add(`${change.table}.${change.to}`);
      return;
    }
    case 'modify-column':
      known.tables.get(change.table)?.columns.set(change.column.name, change.column);
      return;
    case 'change-type':
      amend(known, change, { type: change.type });
      return;
    case 'set-not-null':
      amend(known, change, { notNull: true });
      return;
    case 'drop-not-null':
      amend(known, change, { notNull: false });
      return;
    case 'set-default':
      amend(known, change, { fallback: 'constant' });
      return;
    case 'drop-default':
      amend(known, change, { fallback: 'null' });
      return;
    case 'add-constraint':
      constrain(known, change.table, change.constraint);
      return;
    case 'validate-constraint': {
      const constraints = known.tables.get(change.table)?.constraints;
      const constraint = constraints?.get(change.name);
      if (constraint) constraints?.set(change.name, { ...constraint, unchecked: false });
      return;
    }
    case 'drop-constraint':
      known.tables.get(change.table)?.constraints.delete(change.name);
      return;
    case 'create-index':
      known.indexes.set(change.name, change.table);
  }
}

function amend(known: Known, { table, column }: { table: string; column: string }, what: Partial<KnownColumn>): void {
  const columns = known.tables.get(table)?.columns;
  const before = columns?.get(column);
  if (before) columns?.set(column, { ...before, ...what });
}

function constrain(known: Known, table: string, constraint: Constraint): void {
  // A table that no migration here has made has its checks all the same.
  if (!known.tables.has(table)) {
    known.tables.set(table, { columns: new Map(), constraints: new Map(), isNew: false });
  }
  known.tables.get(table)?.constraints.set(constraint.name || constraint.columns.join(), constraint);
}
