import type { Change } from '../change.ts';
import type { Rule } from '../contract.ts';

export const createIndex: Rule = {
  id: 'create-index-without-concurrently',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'Writes to the table wait until the index is built (SHARE lock).',
  safe: '`export const transaction = false;` and `CREATE INDEX CONCURRENTLY i ON t (c)`, or `addIndex` with `concurrently: true`.',
  finds: (change) =>
    change.kind === 'create-index' && !change.concurrently ? `${change.name} on ${change.table}` : undefined,
};

export const dropIndex: Rule = {
  id: 'drop-index-without-concurrently',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'It waits for all statements on the table, and all that come later wait behind it, reads too (ACCESS EXCLUSIVE lock).',
  safe: '`export const transaction = false;` and `DROP INDEX CONCURRENTLY i`.',
  finds: (change) => (change.kind === 'drop-index' && !change.concurrently ? change.name : undefined),
};

export const reindex: Rule = {
  id: 'reindex-without-concurrently',
  engines: ['postgres'],
  severity: 'error',
  danger: 'lock',
  why: 'Writes wait until the index is built anew, and reads that would use it as well.',
  safe: '`export const transaction = false;` and `REINDEX INDEX CONCURRENTLY i`.',
  finds: (change) => (change.kind === 'reindex' && !change.concurrently ? change.name : undefined),
};

export const concurrentlyInTransaction: Rule = {
  id: 'concurrently-in-transaction',
  engines: ['postgres'],
  severity: 'error',
  danger: 'runner',
  why: 'PostgreSQL refuses CONCURRENTLY inside a transaction, and a migration is one unless it says otherwise.',
  safe: '`export const transaction = false;`: each statement commits by itself and is counted.',
  finds: (change, { inTransaction }) =>
    inTransaction && 'concurrently' in change && change.concurrently && change.kind !== 'refresh-view'
      ? nameOf(change)
      : undefined,
};

export const concurrentlyIfNotExists: Rule = {
  id: 'concurrently-if-not-exists',
  engines: ['postgres'],
  severity: 'warning',
  danger: 'runner',
  why: 'A build that was cut off leaves an INVALID index of this name. IF NOT EXISTS takes it for the real one: nothing uses it, and a unique one holds nothing.',
  safe: '`DROP INDEX CONCURRENTLY IF EXISTS i` first, then `CREATE INDEX CONCURRENTLY i …` without IF NOT EXISTS.',
  finds: (change, { before }) => {
    if (change.kind !== 'create-index' || !change.concurrently || !change.ifNotExists) return undefined;
    const isCleared = before.some(
      ({ kind, ...rest }) => kind === 'drop-index' && 'name' in rest && rest.name === change.name,
    );
    return isCleared ? undefined : change.name;
  },
};

const nameOf = (change: Change): string => ('name' in change ? change.name : '');
