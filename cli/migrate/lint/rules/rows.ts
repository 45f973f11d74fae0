import type { Constraint } from '../change.ts';
import { BOTH, type Rule } from '../contract.ts';
import { isKey, isNewColumn } from '../known.ts';

const KINDS: Readonly<Partial<Record<Constraint['type'], string>>> = {
  unique: 'unique',
  check: 'check',
  'foreign-key': 'foreign key',
  exclusion: 'exclusion',
};

export const constraintOnRows: Rule = {
  id: 'constraint-on-rows',
  engines: BOTH,
  severity: 'warning',
  danger: 'old-code',
  why: 'It fails on rows that break it already, and what runs of the version before may write such rows, and fails.',
  safe: "Look for such rows first (`SELECT … GROUP BY … HAVING count(*) > 1`), deploy what writes none, then add it in a migration with `export const phase = 'contract'`.",
  finds: (change, { known }) => {
    if (change.kind === 'create-index' && change.unique) {
      const isNew = change.columns.every((column) => isNewColumn(known, change.table, column));
      return isNew ? undefined : `unique ${change.name} on ${change.table}`;
    }
    if (change.kind !== 'add-constraint') return undefined;
    const { type, name, columns, usingIndex, notNullOf } = change.constraint;
    // Its index has been looked at, and so will be what sets NOT NULL.
    const kind = usingIndex || notNullOf !== undefined ? undefined : KINDS[type];
    const isNew = columns.length > 0 && columns.every((column) => isNewColumn(known, change.table, column));
    return kind && !isNew ? `${kind} ${name || columns.join(', ')} on ${change.table}`.replace('  ', ' ') : undefined;
  },
};

export const unbatchedWrite: Rule = {
  id: 'unbatched-write',
  engines: BOTH,
  severity: 'error',
  danger: 'lock',
  why: 'All rows that it changes stay locked until all of it is done, and a transaction that long holds up vacuum, undo and replicas. Rows that are named by their key are not told.',
  safe: "`export const transaction = false;` and `await backfill({ table: 't', set: 'c = …', where: 'c IS NULL' })`: batches that commit by themselves.",
  finds: (change, { known }) => {
    if (change.kind !== 'write' || change.batched) return undefined;
    const isFew = change.named !== undefined && isKey(known, change.table, change.named);
    return isFew ? undefined : `${change.verb} of ${change.table}`;
  },
};
