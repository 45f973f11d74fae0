import type { Change } from '../change.ts';
import type { Reader } from '../contract.ts';
import { Cursor } from './cursor.ts';
import { changesOf } from './statement.ts';
import { NotUnderstood } from './tokens.ts';

/** Reads what MySQL and MariaDB both take, and what is MariaDB's own. */
export const mysqlReader: Reader = async ({ sql, backfill }) => {
  try {
    const changes: Change[] = [];
    for (const cursor = new Cursor(sql); cursor.token; ) {
      if (!cursor.take(';')) changes.push(...changesOf(cursor));
    }
    return changes.map((change) => (change.kind === 'write' ? { ...change, batched: backfill === true } : change));
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return [{ kind: 'unreadable', why: error.message }];
  }
};
