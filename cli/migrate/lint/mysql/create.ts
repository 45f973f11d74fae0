import type { Change, Column, Constraint, Index } from '../change.ts';
import { columnOf } from './column.ts';
import { constraintOf, keysOf } from './constraint.ts';
import type { Cursor } from './cursor.ts';
import { definition } from './definition.ts';
import { indexAfter } from './index-clause.ts';
import { methods } from './table-option.ts';
import { waiting } from './waiting.ts';

/** After CREATE. */
export function create(cursor: Cursor): Change[] {
  const replaces = cursor.take('OR REPLACE');
  const isTemporary = cursor.take('TEMPORARY');
  if (cursor.take('TABLE')) {
    cursor.take('IF NOT EXISTS');
    const table = cursor.name();
    const made = createTable(cursor, table);
    return replaces && !isTemporary ? [{ kind: 'drop', what: 'table', name: table }, made] : [made];
  }
  cursor.takeOne('ONLINE', 'OFFLINE');
  const unique = cursor.take('UNIQUE');
  const form = cursor.takeOne('FULLTEXT', 'SPATIAL', 'VECTOR')?.toLowerCase() as Index['form'];
  if (!cursor.take('INDEX')) return definition(cursor);
  const ifNotExists = cursor.take('IF NOT EXISTS');
  const name = cursor.name();
  if (cursor.take('USING')) cursor.next();
  cursor.expect('ON');
  const table = cursor.name();
  waiting(cursor);
  const index = { name, table, unique, columns: keysOf(cursor), concurrently: false, ifNotExists };
  return [{ kind: 'create-index', ...index, ...(form && { form }) }, ...methods(cursor, table)];
}

function createTable(cursor: Cursor, table: string): Change {
  const columns: Column[] = [];
  const constraints: Constraint[] = [];
  if (cursor.is('(') && !cursor.is('( LIKE') && !cursor.is('( SELECT')) {
    cursor.expect('(');
    cursor.list(() => {
      if (indexAfter(cursor, table)) return;
      const constraint = constraintOf(cursor);
      if (constraint) constraints.push(constraint);
      else columns.push(columnOf(cursor, cursor.name()));
    });
    cursor.expect(')');
  }
  // Options of the table, and of a copy what it is made of.
  cursor.rest();
  const keys = new Set(constraints.flatMap(({ type, columns }) => (type === 'primary-key' ? columns : [])));
  return {
    kind: 'create-table',
    table,
    columns: columns.map((column) => (keys.has(column.name) ? { ...column, notNull: true } : column)),
    constraints: [...constraints, ...columns.flatMap(({ constraints }) => constraints)],
  };
}
