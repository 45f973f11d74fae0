import { added, told } from '../added-constraints.ts';
import type { Rule } from '../contract.ts';

export const fulltextIndex: Rule = {
  id: 'fulltext-index',
  engines: ['mysql'],
  severity: 'error',
  danger: 'lock',
  why: 'Writes wait until it is built: FULLTEXT, SPATIAL and VECTOR indexes are not built with LOCK=NONE.',
  safe: 'A new table that has it from the start, rows copied in batches; or an `allow` that says how small the table is.',
  finds: (change) => (change.kind === 'create-index' && change.form ? `${change.name} on ${change.table}` : undefined),
};

export const dropPrimaryKey: Rule = {
  id: 'drop-primary-key',
  engines: ['postgres', 'mysql'],
  severity: 'error',
  danger: 'lock',
  why: {
    postgres:
      'Reads and writes wait for the lock, upserts and foreign keys that stand on the key fail, and replicas cannot tell rows apart.',
    mysql: 'MySQL and MariaDB copy the whole table while writes wait: rows lie in the order of this key.',
  },
  safe: {
    postgres:
      'Build the new key first: `CREATE UNIQUE INDEX CONCURRENTLY i …`, then both in one statement: `DROP CONSTRAINT t_pkey, ADD PRIMARY KEY USING INDEX i`.',
    mysql:
      'Both in one statement, by columns that are NOT NULL: `DROP PRIMARY KEY, ADD PRIMARY KEY (c), ALGORITHM=INPLACE, LOCK=NONE`.',
  },
  finds: (change, { before, after }) => {
    if (change.kind !== 'drop-constraint' || !/^PRIMARY$|_pkey$/.test(change.name)) return undefined;
    const isReplaced = [before.at(-1), after[0]].some(
      (other) =>
        other?.kind === 'add-constraint' && other.constraint.type === 'primary-key' && other.table === change.table,
    );
    return isReplaced ? undefined : change.table;
  },
};

export const blockingAlgorithm: Rule = {
  id: 'blocking-algorithm',
  engines: ['mysql'],
  severity: 'error',
  danger: 'lock',
  why: 'It asks for the way that makes writes wait.',
  safe: '`ALGORITHM=INSTANT`, or `ALGORITHM=INPLACE, LOCK=NONE`: the server then refuses rather than blocks.',
  finds: (change) =>
    change.kind === 'method' && (change.algorithm === 'COPY' || change.lock === 'SHARED' || change.lock === 'EXCLUSIVE')
      ? change.table
      : undefined,
};

export const constraintCopiesTable: Rule = {
  id: 'constraint-copies-table',
  engines: ['mysql'],
  severity: 'error',
  danger: 'lock',
  why: 'MySQL and MariaDB copy the whole table for it while writes wait, and refuse ALGORITHM=INPLACE.',
  safe: 'Let the code hold it. Where the database must: a new table that has it from the start and rows copied in batches, or an `allow` that says how small the table is. A check can be added NOT ENFORCED on MySQL; a foreign key of a column that is still empty with `SET foreign_key_checks = 0` before and `= 1` after it: rows are then neither looked at nor copied.',
  finds: (change) => {
    if (change.kind === 'modify-column') return undefined;
    const found = added(change).find(
      ({ type, unchecked }) => (type === 'check' || type === 'foreign-key') && !unchecked,
    );
    return told(change, found);
  },
};
