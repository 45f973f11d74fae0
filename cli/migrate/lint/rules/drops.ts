import { BOTH, type Rule } from '../contract.ts';

export const dropTable: Rule = {
  id: 'drop-table',
  engines: BOTH,
  severity: 'error',
  danger: 'old-code',
  why: 'What runs of the version before still reads and writes this table, and fails until it is replaced. Its rows are gone.',
  safe: "Stop using it, deploy that, then drop it in a migration of its own with `export const phase = 'contract'`.",
  finds: (change) => (change.kind === 'drop' && change.what === 'table' ? change.name : undefined),
};

export const dropColumn: Rule = {
  id: 'drop-column',
  engines: BOTH,
  severity: 'error',
  danger: 'old-code',
  why: 'What runs of the version before still names this column in its statements, and each of them fails. Its values are gone.',
  safe: "Stop using it, deploy that, then drop it in a migration of its own with `export const phase = 'contract'`.",
  finds: (change) => (change.kind === 'drop-column' ? `${change.table}.${change.column}` : undefined),
};

export const dropDatabase: Rule = {
  id: 'drop-database',
  engines: BOTH,
  severity: 'error',
  danger: 'data',
  why: 'Everything in it is gone at once, the log of migrations too, and no `down` brings it back.',
  safe: 'Take a service out of the config and let `aurora down --volumes`, or whoever looks after the server, remove its database.',
  finds: (change) =>
    change.kind === 'drop' && (change.what === 'database' || change.what === 'schema') ? change.name : undefined,
};

export const dropView: Rule = {
  id: 'drop-view',
  engines: BOTH,
  severity: 'error',
  danger: 'old-code',
  why: 'What runs of the version before still reads this view, and fails.',
  safe: "Drop it in a migration with `export const phase = 'contract'`. To change one, `CREATE OR REPLACE VIEW`.",
  finds: (change) => (change.kind === 'drop' && change.what === 'view' ? change.name : undefined),
};

export const dropCascade: Rule = {
  id: 'drop-cascade',
  engines: ['postgres'],
  severity: 'warning',
  danger: 'data',
  why: 'CASCADE takes along whatever depends on it, views and foreign keys of other tables, which nobody has written down here.',
  safe: 'Drop what depends on it first, by name, then this without CASCADE.',
  evenNew: true,
  finds: (change) => {
    if (change.kind === 'drop' && change.cascade) return change.name;
    return change.kind === 'drop-column' && change.cascade ? `${change.table}.${change.column}` : undefined;
  },
};

export const truncateTable: Rule = {
  id: 'truncate-table',
  engines: BOTH,
  severity: 'error',
  danger: 'data',
  why: 'All rows are gone, or those of a partition; on PostgreSQL with CASCADE those of the tables that refer to it too. Reads wait while it runs.',
  safe: '`DELETE` what is to go, in batches; or make a new table and drop this one in a contract.',
  finds: (change) => (change.kind === 'truncate' ? change.table : undefined),
};
