import type { Change, Index } from '../change.ts';
import { indexName, keysOf } from './constraint.ts';
import type { Cursor } from './cursor.ts';

/** `[FULLTEXT] INDEX name (columns)`, if that is next. */
export function indexAfter(cursor: Cursor, table: string): Change | undefined {
  // A column may be called vector.
  const isVector = cursor.is('VECTOR INDEX') || cursor.is('VECTOR KEY');
  const form = cursor.takeOne('FULLTEXT', 'SPATIAL', ...(isVector ? ['VECTOR'] : []))?.toLowerCase() as Index['form'];
  if (!form && !cursor.is('INDEX') && !cursor.is('KEY')) return undefined;
  const name = indexName(cursor);
  const index = { name, table, unique: false, columns: keysOf(cursor), concurrently: false, ifNotExists: false };
  return { kind: 'create-index', ...index, ...(form && { form }) };
}
