import { BOTH, type Rule } from '../contract.ts';

export const renameTable: Rule = {
  id: 'rename-table',
  engines: BOTH,
  severity: 'error',
  danger: 'old-code',
  why: 'What runs of the version before asks for the old name, and fails; what is new would fail before.',
  safe: 'Make the new table, have a trigger or the code write both, copy the rows in batches, deploy what uses the new one, drop the old one in a contract.',
  finds: (change) => (change.kind === 'rename' ? `${change.name} → ${change.to}` : undefined),
};

export const renameColumn: Rule = {
  id: 'rename-column',
  engines: BOTH,
  severity: 'error',
  danger: 'old-code',
  why: 'What runs of the version before names the old column, and fails; what is new would fail before.',
  safe: 'Write `renamedFrom` into the config: `aurora generate` adds the new column, keeps both in step, copies in batches, and drops the old one in a contract.',
  finds: (change) => (change.kind === 'rename-column' ? `${change.table}.${change.column} → ${change.to}` : undefined),
};

export const renameEnumValue: Rule = {
  id: 'rename-enum-value',
  engines: ['postgres'],
  severity: 'error',
  danger: 'old-code',
  why: 'What runs of the version before writes and compares with the old value, which the type refuses from then on.',
  safe: "`ALTER TYPE … ADD VALUE` for the new one, change the rows in batches, stop using the old one. Rename only with `export const phase = 'contract'`.",
  finds: (change) => (change.kind === 'rename-enum-value' ? `${change.type} '${change.value}'` : undefined),
};
