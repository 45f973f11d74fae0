import type { Change } from '../change.ts';
import { columnOf, fallbackOf } from './column.ts';
import { constraintOf } from './constraint.ts';
import type { Cursor } from './cursor.ts';
import { indexAfter } from './index-clause.ts';
import { method, option } from './table-option.ts';
import { waiting } from './waiting.ts';

/** After ALTER TABLE and the name. */
export function alterations(cursor: Cursor, table: string): Change[] {
  waiting(cursor);
  return cursor.list(() => alteration(cursor, table)).flat();
}

function alteration(cursor: Cursor, table: string): Change[] {
  if (cursor.take('ADD')) return add(cursor, table);
  if (cursor.take('DROP')) return drop(cursor, table);
  if (cursor.take('MODIFY')) {
    cursor.take('COLUMN');
    cursor.take('IF EXISTS');
    return modify(cursor, table, cursor.name());
  }
  if (cursor.take('CHANGE')) {
    cursor.take('COLUMN');
    cursor.take('IF EXISTS');
    const column = cursor.name();
    const to = cursor.name();
    const renames: Change[] = column === to ? [] : [{ kind: 'rename-column', table, column, to }];
    return [...renames, ...modify(cursor, table, to)];
  }
  if (cursor.take('ALTER')) return alterPart(cursor, table);
  if (cursor.take('RENAME')) return rename(cursor, table);
  return method(cursor, table) ?? option(cursor, table);
}

function modify(cursor: Cursor, table: string, name: string): Change[] {
  const column = columnOf(cursor, name);
  place(cursor);
  return [{ kind: 'modify-column', table, column }];
}

function place(cursor: Cursor): void {
  if (cursor.take('AFTER')) cursor.name();
  else cursor.take('FIRST');
}

function add(cursor: Cursor, table: string): Change[] {
  const index = indexAfter(cursor, table);
  if (index) return [index];
  if (cursor.take('PARTITION')) {
    // By ranges or lists of values, the rows that are there stay where they are.
    const isBeside = cursor.rest().some(({ kind, text }) => kind === 'word' && text.toUpperCase() === 'VALUES');
    return isBeside ? [] : [{ kind: 'rebuild', table, by: 'ADD PARTITION' }];
  }
  if (cursor.is('PERIOD FOR') || cursor.is('SYSTEM VERSIONING')) {
    return [{ kind: 'rebuild', table, by: `ADD ${cursor.rest()[0]?.text.toUpperCase()}` }];
  }
  const constraint = constraintOf(cursor);
  if (constraint) return [{ kind: 'add-constraint', table, constraint }];

  cursor.take('COLUMN');
  cursor.take('IF NOT EXISTS');
  const column = (): Change => ({ kind: 'add-column', table, column: columnOf(cursor, cursor.name()) });
  if (cursor.take('(')) {
    const columns = cursor.list(column);
    cursor.expect(')');
    return columns;
  }
  const one = column();
  place(cursor);
  return [one];
}

function drop(cursor: Cursor, table: string): Change[] {
  if (cursor.take('PRIMARY KEY')) return [{ kind: 'drop-constraint', table, name: 'PRIMARY' }];
  const what = cursor.takeOne(
    'INDEX',
    'KEY',
    'FOREIGN KEY',
    'CONSTRAINT',
    'CHECK',
    'PARTITION',
    'SYSTEM VERSIONING',
    'PERIOD FOR',
  );
  if (what === 'PARTITION') {
    cursor.rest();
    return [{ kind: 'truncate', table, cascade: false }];
  }
  if (what === 'SYSTEM VERSIONING' || what === 'PERIOD FOR') {
    cursor.rest();
    return [{ kind: 'rebuild', table, by: `DROP ${what}` }];
  }
  if (!what) cursor.take('COLUMN');
  cursor.take('IF EXISTS');
  const name = cursor.name();
  cursor.takeOne('RESTRICT', 'CASCADE');
  if (what === undefined) return [{ kind: 'drop-column', table, column: name }];
  if (what === 'INDEX' || what === 'KEY') return [{ kind: 'drop-index', name, table, concurrently: false }];
  return [{ kind: 'drop-constraint', table, name }];
}

function alterPart(cursor: Cursor, table: string): Change[] {
  if (cursor.takeOne('INDEX', 'KEY', 'CHECK', 'CONSTRAINT')) {
    cursor.name();
    if (!cursor.takeOne('VISIBLE', 'INVISIBLE', 'NOT IGNORED', 'IGNORED', 'NOT ENFORCED', 'ENFORCED'))
      throw cursor.misses('what it becomes');
    return [];
  }
  cursor.take('COLUMN');
  cursor.take('IF EXISTS');
  const column = cursor.name();
  if (cursor.take('DROP DEFAULT')) return [{ kind: 'drop-default', table, column }];
  if (cursor.takeOne('SET VISIBLE', 'SET INVISIBLE')) return [];
  cursor.expect('SET DEFAULT');
  return [{ kind: fallbackOf(cursor) === 'null' ? 'drop-default' : 'set-default', table, column }];
}

function rename(cursor: Cursor, table: string): Change[] {
  const part = cursor.takeOne('COLUMN', 'INDEX', 'KEY');
  if (!part) {
    cursor.takeOne('TO', 'AS', '=');
    return [{ kind: 'rename', what: 'table', name: table, to: cursor.name() }];
  }
  cursor.take('IF EXISTS');
  const column = cursor.name();
  cursor.expect('TO');
  const to = cursor.name();
  return part === 'COLUMN' ? [{ kind: 'rename-column', table, column, to }] : [];
}
