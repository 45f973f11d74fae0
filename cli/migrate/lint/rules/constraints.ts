import type { Change, Constraint } from '../change.ts';
import type { Place, Rule } from '../contract.ts';
import { isNewTable } from '../known.ts';

/** Those that a change puts on rows that are there, beside a new column too. */
function added(change: Change): readonly Constraint[] {
  if (change.kind === 'add-constraint') return [change.constraint];
  return change.kind === 'add-column' ? change.column.constraints : [];
}

const told = (change: Change, constraint: Constraint | undefined): string | undefined =>
  constraint && 'table' in change
    ? `${constraint.name || constraint.columns.join(', ') || constraint.type} on ${change.table}`
    : undefined;

const SCANNING: ReadonlySet<Constraint['type']> = new Set(['check', 'foreign-key', 'not-null']);

export const constraintWithoutNotValid: Rule = {
  id: 'constraint-without-not-valid',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'All rows are read while the table is locked: by a foreign key against writes, on both tables; by a check against reads too.',
  safe: '`ADD CONSTRAINT k … NOT VALID`, then `VALIDATE CONSTRAINT k` as a statement of its own with `export const transaction = false;`: it reads while others write.',
  finds: (change) => {
    const isEmpty = change.kind === 'add-column' && (change.column.fallback ?? 'null') === 'null';
    const found = added(change).find(
      // PostgreSQL knows that a new column without a default refers to nothing.
      ({ type, unchecked }) => SCANNING.has(type) && !unchecked && !(isEmpty && type === 'foreign-key'),
    );
    return told(change, found);
  },
};

export const validateInTransaction: Rule = {
  id: 'validate-in-transaction',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'The lock of ADD … NOT VALID is held until the transaction ends, so all rows are read under it after all.',
  safe: '`export const transaction = false;`, or VALIDATE in the migration after.',
  finds: (change, { inTransaction, before }) => {
    if (change.kind !== 'validate-constraint' || !inTransaction) return undefined;
    const isAdded = before.some((earlier) => 'table' in earlier && earlier.table === change.table);
    return isAdded ? `${change.name} on ${change.table}` : undefined;
  },
};

export const uniqueWithoutIndex: Rule = {
  id: 'unique-constraint-without-index',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'The index behind it is built while nobody can read or write the table (ACCESS EXCLUSIVE lock).',
  safe: 'With `export const transaction = false;`: `CREATE UNIQUE INDEX CONCURRENTLY i ON t (c)`, then `ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i` (or `PRIMARY KEY USING INDEX i`).',
  finds: (change) =>
    told(
      change,
      added(change).find(({ type, usingIndex }) => (type === 'unique' || type === 'primary-key') && !usingIndex),
    ),
};

export const exclusionConstraint: Rule = {
  id: 'exclusion-constraint',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'Its index is built while nobody can read or write the table, and PostgreSQL has no other way.',
  safe: 'A new table that has it from the start, rows copied in batches; or, where the table is small, an `allow` that says so.',
  finds: (change) =>
    told(
      change,
      added(change).find(({ type }) => type === 'exclusion'),
    ),
};

export const foreignKeyLockHeld: Rule = {
  id: 'foreign-key-lock-held',
  engines: ['postgres'],
  severity: 'warning',
  danger: 'lock',
  why: 'A foreign key keeps writes off the table that it refers to, also from a new table, until the transaction ends; and this one goes on with more than new tables.',
  safe: 'Make the new table, or add its foreign key, in a migration of its own; the lock is then held for a moment.',
  evenNew: true,
  finds: (change, at) => {
    if (!at.inTransaction || !at.after.some((later) => isSlow(later, at))) return undefined;
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
function isSlow(change: Change, { known, before, after }: Place): boolean {
  if (change.kind === 'write') return true;
  if (change.kind === 'create-table') return false;
  const table = 'table' in change ? (change.table ?? '') : '';
  const isMade = [...before, ...after].some((other) => other.kind === 'create-table' && other.table === table);
  return table !== '' && !isMade && !isNewTable(known, table);
}

export const constraintCopiesTable: Rule = {
  id: 'constraint-copies-table',
  engines: ['mysql'],
  severity: 'error',
  danger: 'lock',
  why: 'MySQL and MariaDB copy the whole table for it while writes wait, and refuse ALGORITHM=INPLACE.',
  safe: 'Let the code hold it. Where the database must: a new table that has it from the start and rows copied in batches, or an `allow` that says how small the table is. A check can be added NOT ENFORCED on MySQL.',
  finds: (change) => {
    if (change.kind === 'modify-column') return undefined;
    const found = added(change).find(
      ({ type, unchecked }) => (type === 'check' || type === 'foreign-key') && !unchecked,
    );
    return told(change, found);
  },
};

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
