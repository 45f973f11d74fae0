import { added, told } from '../added-constraints.ts';
import type { Constraint } from '../change.ts';
import type { Rule } from '../contract.ts';

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
