import type { Change, Column, Constraint, Dropped, Index } from '../change.ts';
import { alterations, indexAfter, method, waiting } from './alter.ts';
import { columnOf } from './column.ts';
import { constraintOf, keysOf } from './constraint.ts';
import type { Cursor } from './cursor.ts';
import { write } from './write.ts';

/** What one statement changes; the cursor is at its end afterwards. */
export function changesOf(cursor: Cursor): Change[] {
  const changes = statement(cursor);
  if (!cursor.ends) throw cursor.misses('the end');
  return changes;
}

/** Of definitions that nothing runs yet, and of what changes no table. */
const HARMLESS = [
  'SELECT',
  'SHOW',
  'DESCRIBE',
  'EXPLAIN',
  'ANALYZE',
  'CHECK TABLE',
  'GRANT',
  'REVOKE',
  'FLUSH',
  'USE',
  'DO',
];
const TRANSACTION = ['START TRANSACTION', 'BEGIN', 'COMMIT', 'ROLLBACK', 'SAVEPOINT', 'RELEASE SAVEPOINT', 'XA'];
const DEFINED = [
  'TRIGGER',
  'PROCEDURE',
  'FUNCTION',
  'VIEW',
  'EVENT',
  'SEQUENCE',
  'DATABASE',
  'SCHEMA',
  'USER',
  'ROLE',
  'SERVER',
  'PACKAGE',
];
const TIMEOUTS =
  /^@{0,2}(innodb_lock_wait_timeout|lock_wait_timeout|max_statement_time|max_execution_time|wait_timeout)$/i;

function statement(cursor: Cursor): Change[] {
  if (cursor.take('ALTER')) return alter(cursor);
  if (cursor.take('CREATE')) return create(cursor);
  if (cursor.take('DROP')) return drop(cursor);
  if (cursor.take('RENAME TABLE') || cursor.take('RENAME TABLES')) return renameTables(cursor);
  if (cursor.take('TRUNCATE')) {
    cursor.take('TABLE');
    const table = cursor.name();
    waiting(cursor);
    return [{ kind: 'truncate', table, cascade: false }];
  }
  if (cursor.take('OPTIMIZE')) {
    cursor.takeOne('NO_WRITE_TO_BINLOG', 'LOCAL');
    cursor.expect('TABLE');
    return cursor.list(() => ({ kind: 'rebuild', table: cursor.name(), by: 'OPTIMIZE TABLE' }));
  }
  if (cursor.take('SET')) {
    const found = cursor.rest().find(({ text }) => TIMEOUTS.test(text));
    return found ? [{ kind: 'set-timeout', name: found.text }] : [];
  }
  if (cursor.takeOne('LOCK TABLES', 'LOCK TABLE', 'UNLOCK TABLES')) {
    return [{ kind: 'lock-table', name: cursor.rest()[0]?.text ?? '' }];
  }
  const transaction = cursor.takeOne(...TRANSACTION);
  if (transaction) {
    cursor.rest();
    return [{ kind: 'transaction', name: transaction }];
  }
  if (cursor.takeOne(...HARMLESS)) {
    cursor.rest();
    return [];
  }
  return write(cursor);
}

function alter(cursor: Cursor): Change[] {
  cursor.takeOne('ONLINE', 'OFFLINE');
  cursor.take('IGNORE');
  if (cursor.take('TABLE')) {
    cursor.take('IF EXISTS');
    return alterations(cursor, cursor.name());
  }
  return definition(cursor);
}

/** A body has semicolons of its own, and is all of a text. */
function definition(cursor: Cursor): Change[] {
  while (cursor.token && !DEFINED.some((word) => cursor.is(word))) cursor.next();
  if (!cursor.token) throw cursor.misses(DEFINED.join(', '));
  while (cursor.token) cursor.next();
  return [];
}

function create(cursor: Cursor): Change[] {
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

function methods(cursor: Cursor, table: string): Change[] {
  const found = method(cursor, table);
  return found ? [...found, ...methods(cursor, table)] : [];
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

const DROPPED: Readonly<Record<string, Dropped>> = {
  TABLE: 'table',
  VIEW: 'view',
  DATABASE: 'database',
  SCHEMA: 'database',
};

function drop(cursor: Cursor): Change[] {
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

function renameTables(cursor: Cursor): Change[] {
  cursor.take('IF EXISTS');
  return cursor.list((): Change => {
    const name = cursor.name();
    waiting(cursor);
    cursor.expect('TO');
    return { kind: 'rename', what: 'table', name, to: cursor.name() };
  });
}
