import type { Change } from '../change.ts';
import type { Reader } from '../contract.ts';
import { Cursor } from './cursor.ts';
import { changesOf } from './statement.ts';
import { NotUnderstood } from './tokens.ts';

/** Reads what MySQL and MariaDB both take, and what is MariaDB's own. */
export const mysqlReader: Reader = async ({ sql, backfill }) => {
  try {
    const statements: Change[][] = [];
    for (const cursor = new Cursor(sql); cursor.token; ) {
      if (!cursor.take(';')) statements.push(changesOf(cursor));
    }
    const changes: Change[] = [...(statements.length > 1 ? [{ kind: 'several' } as const] : []), ...statements.flat()];
    return changes.map((change) => (change.kind === 'write' ? { ...change, batched: backfill === true } : change));
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return [{ kind: 'unreadable', why: error.message }];
  }
};
