import type { Change, Constraint } from './change.ts';

/** Those that a change puts on rows that are there, beside a new column too. */
export function added(change: Change): readonly Constraint[] {
  if (change.kind === 'add-constraint') return [change.constraint];
  return change.kind === 'add-column' ? change.column.constraints : [];
}

/** What a finding about one of them is about. */
export const told = (change: Change, constraint: Constraint | undefined): string | undefined =>
  constraint && 'table' in change
    ? `${constraint.name || constraint.columns.join(', ') || constraint.type} on ${change.table}`
    : undefined;
