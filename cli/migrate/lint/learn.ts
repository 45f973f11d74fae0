import type { Change, Constraint } from './change.ts';
import { isNewTable, type Known, type KnownColumn } from './known.ts';

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
