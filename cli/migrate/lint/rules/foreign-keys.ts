import { added, told } from '../added-constraints.ts';
import type { Change, Constraint } from '../change.ts';
import type { Rule } from '../contract.ts';
import { isNewTable, type Known } from '../known.ts';

export const foreignKeyLockHeld: Rule = {
  id: 'foreign-key-lock-held',
  engines: ['postgres'],
  severity: 'warning',
  danger: 'lock',
  why: 'A foreign key keeps writes off the table that it refers to, also from a new table, until the transaction ends; and this one goes on with more than new tables.',
  safe: 'Make the new table, or add its foreign key, in a migration of its own; the lock is then held for a moment.',
  evenNew: true,
  finds: (change, at) => {
    if (!at.inTransaction || !at.after.some((later) => isSlow(later, [...at.before, change, ...at.after], at.known)))
      return undefined;
    const { table, constraints } = keyed(change);
    const busy = constraints.find(
      ({ type, references = '' }) =>
        type === 'foreign-key' && references !== table && !isNewTable(at.known, references),
    );
    return busy && `${table} → ${busy.references}`;
  },
};

function keyed(change: Change): { table: string; constraints: readonly Constraint[] } {
  if (change.kind === 'create-table') return change;
  return { table: 'table' in change ? (change.table ?? '') : '', constraints: added(change) };
}

/** Whether it takes longer than a change of new tables. */
function isSlow(change: Change, migration: readonly Change[], known: Known): boolean {
  if (change.kind === 'write') return true;
  if (change.kind === 'create-table') return false;
  const table = 'table' in change ? (change.table ?? '') : '';
  const isMade = migration.some((other) => other.kind === 'create-table' && other.table === table);
  return table !== '' && !isMade && !isNewTable(known, table);
}

export const inlineReferences: Rule = {
  id: 'inline-references',
  engines: ['mysql'],
  severity: 'error',
  danger: 'data',
  why: 'REFERENCES beside a column makes a foreign key on MariaDB, and nothing at all on MySQL before 9, which does not say so.',
  safe: '`FOREIGN KEY (c) REFERENCES t (id)` as a line of its own.',
  evenNew: true,
  finds: (change) => {
    const constraints = change.kind === 'create-table' ? change.constraints : added(change);
    return told(
      change,
      constraints.find(({ type, inline }) => type === 'foreign-key' && inline),
    );
  },
};
