import type { Rule } from '../contract.ts';

export const detachPartition: Rule = {
  id: 'detach-partition',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'Nobody can read or write the whole partitioned table meanwhile (ACCESS EXCLUSIVE lock).',
  safe: '`export const transaction = false;` and `ALTER TABLE t DETACH PARTITION p CONCURRENTLY`.',
  finds: (change) => (change.kind === 'detach-partition' && !change.concurrently ? change.name : undefined),
};

export const attachPartition: Rule = {
  id: 'attach-partition',
  engines: ['postgres'],
  severity: 'warning',
  danger: 'lock',
  why: 'All rows of the new partition are read under a lock, and those of the default partition, unless a check proves that they fit.',
  safe: 'First a validated CHECK on it that says what its bounds say; drop that afterwards.',
  finds: (change) => (change.kind === 'attach-partition' ? change.table : undefined),
};

export const alterDomain: Rule = {
  id: 'alter-domain',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'All rows of all tables that use the domain are read while writes to them wait.',
  safe: '`ADD CONSTRAINT … NOT VALID`, then `VALIDATE CONSTRAINT` by itself; or a CHECK on each table instead.',
  finds: (change) => (change.kind === 'alter-domain' ? change.name : undefined),
};

export const createConstrainedDomain: Rule = {
  id: 'create-constrained-domain',
  engines: ['postgres'],
  severity: 'warning',
  danger: 'lock',
  why: 'A domain with a constraint cannot be changed later without reading all rows that use it, and a new column of it has every row written anew.',
  safe: 'A plain type, and a CHECK on the table.',
  finds: (change) => (change.kind === 'create-constrained-domain' ? change.name : undefined),
};

export const refreshView: Rule = {
  id: 'refresh-view-without-concurrently',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'Nobody can read the view until it is made anew.',
  safe: '`REFRESH MATERIALIZED VIEW CONCURRENTLY v`, which needs a unique index on it.',
  finds: (change) => (change.kind === 'refresh-view' && !change.concurrently ? change.name : undefined),
};

export const enumValueInTransaction: Rule = {
  id: 'enum-value-in-transaction',
  engines: ['postgres'],
  severity: 'warning',
  danger: 'runner',
  why: 'A new value of an enum cannot be used before the transaction that adds it is committed, and what follows here may use it.',
  safe: 'ADD VALUE in a migration of its own, or `export const transaction = false;`.',
  finds: (change, { inTransaction, after }) =>
    change.kind === 'add-enum-value' && inTransaction && after.some(({ kind }) => kind !== 'add-enum-value')
      ? `${change.type} '${change.value}'`
      : undefined,
};
