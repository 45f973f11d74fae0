import type { Change, Dropped } from '../change.ts';
import type { Cursor } from './cursor.ts';
import { DEFINED } from './definition.ts';
import { methods } from './table-option.ts';
import { waiting } from './waiting.ts';

const DROPPED: Readonly<Record<string, Dropped>> = {
  TABLE: 'table',
  VIEW: 'view',
  DATABASE: 'database',
  SCHEMA: 'database',
};

/** After DROP. */
export function drop(cursor: Cursor): Change[] {
  cursor.take('TEMPORARY');
  if (cursor.take('INDEX')) {
    cursor.take('IF EXISTS');
    const name = cursor.name();
    cursor.expect('ON');
    const table = cursor.name();
    waiting(cursor);
    return [{ kind: 'drop-index', name, table, concurrently: false }, ...methods(cursor, table)];
  }
  const what = cursor.takeOne('TABLE', ...DEFINED);
  if (!what) throw cursor.misses('what to drop');
  cursor.take('IF EXISTS');
  const dropped = cursor.list((): Change => ({ kind: 'drop', what: DROPPED[what] ?? 'other', name: cursor.name() }));
  cursor.takeOne('RESTRICT', 'CASCADE');
  waiting(cursor);
  return dropped;
}

/** After RENAME TABLE. */
export function renameTables(cursor: Cursor): Change[] {
  cursor.take('IF EXISTS');
  return cursor.list((): Change => {
    const name = cursor.name();
    waiting(cursor);
    cursor.expect('TO');
    return { kind: 'rename', what: 'table', name, to: cursor.name() };
  });
}
