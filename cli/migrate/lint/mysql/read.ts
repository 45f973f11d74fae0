import type { Change } from '../change.ts';
import type { Reader } from '../contract.ts';
import { Cursor } from './cursor.ts';
import { changesOf } from './statement.ts';

/** Reads what MySQL and MariaDB both take, and what is MariaDB's own. */
export const mysqlReader: Reader = async (sql) => {
  const statements: Change[][] = [];
  for (const cursor = new Cursor(sql); cursor.token; ) {
    if (!cursor.take(';')) statements.push(changesOf(cursor));
  }
  return [...(statements.length > 1 ? [{ kind: 'several' } as const] : []), ...statements.flat()];
};
