import type { Change } from '../../../../cli/migrate/lint/change.ts';

/** Changes in a line, as tests say what they expect. */
export const summary = (changes: readonly Change[]): string => changes.map(one).join('; ');

function one(change: Change): string {
  const { kind } = change;
  switch (kind) {
    case 'create-table':
      return `${kind} ${change.table} (${change.columns.map(({ name }) => name).join(', ')})`;
    case 'add-column':
    case 'modify-column':
      return `${kind} ${change.table}.${change.column.name}`;
    case 'add-constraint':
      return `${kind} ${change.constraint.type} ${change.constraint.name} on ${change.table}`;
    case 'drop-constraint':
    case 'create-index':
      return `${kind} ${change.name} on ${change.table}`;
    case 'rebuild':
      return `${kind} ${change.table} by ${change.by}`;
    case 'method':
      return `${kind} ${change.table} ${change.algorithm ?? change.lock}`;
    case 'write':
      return `${kind} ${change.verb} ${change.table}`;
    case 'unreadable':
      return `${kind}: ${change.why}`;
  }
  if ('column' in change) return `${kind} ${change.table}.${change.column}`;
  return `${kind} ${'name' in change ? change.name : 'table' in change ? change.table : ''}`;
}
