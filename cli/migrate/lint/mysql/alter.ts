import type { Change, Index } from '../change.ts';
import { columnOf, fallbackOf } from './column.ts';
import { constraintOf, indexName, keysOf } from './constraint.ts';
import type { Cursor } from './cursor.ts';

/** After ALTER TABLE and the name. */
export function alterations(cursor: Cursor, table: string): Change[] {
  waiting(cursor);
  return cursor.list(() => alteration(cursor, table)).flat();
}

/** MariaDB's own limit for one statement. */
export function waiting(cursor: Cursor): void {
  if (cursor.take('WAIT')) cursor.next();
  else cursor.take('NOWAIT');
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
  if (cursor.is('PARTITION') || cursor.is('PERIOD FOR') || cursor.is('SYSTEM VERSIONING')) {
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

/** `[FULLTEXT] INDEX name (columns)`, if that is next. */
export function indexAfter(cursor: Cursor, table: string): Change | undefined {
  const form = cursor.takeOne('FULLTEXT', 'SPATIAL', 'VECTOR')?.toLowerCase() as Index['form'];
  if (!form && !cursor.is('INDEX') && !cursor.is('KEY')) return undefined;
  const name = indexName(cursor);
  const index = { name, table, unique: false, columns: keysOf(cursor), concurrently: false, ifNotExists: false };
  return { kind: 'create-index', ...index, ...(form && { form }) };
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
  if (what === 'PARTITION' || what === 'SYSTEM VERSIONING' || what === 'PERIOD FOR') {
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

/** `ALGORITHM = …` or `LOCK = …`, if that is next. */
export function method(cursor: Cursor, table: string): Change[] | undefined {
  const what = cursor.takeOne('ALGORITHM', 'LOCK');
  if (!what) return undefined;
  cursor.take('=');
  return [{ kind: 'method', table, [what.toLowerCase()]: cursor.next().text.toUpperCase() }];
}

/** All rows are written anew. */
const REBUILDS = ['ENGINE', 'ROW_FORMAT', 'KEY_BLOCK_SIZE', 'ENCRYPTION', 'ENCRYPTED', 'PAGE_COMPRESSED', 'TABLESPACE'];
/** Of the table's description alone. */
const QUICK = [
  'AUTO_INCREMENT',
  'COMMENT',
  'CHECKSUM',
  'STATS_PERSISTENT',
  'STATS_AUTO_RECALC',
  'STATS_SAMPLE_PAGES',
  'MAX_ROWS',
  'MIN_ROWS',
  'AVG_ROW_LENGTH',
];

function option(cursor: Cursor, table: string): Change[] {
  const rebuilt = (by: string): Change[] => [{ kind: 'rebuild', table, by }];
  if (cursor.take('CONVERT TO')) return rebuilt(charset(cursor, 'CONVERT TO CHARACTER SET'));
  if (cursor.take('FORCE')) return rebuilt('FORCE');
  if (cursor.take('ORDER BY')) {
    // Its commas cannot be told from those between alterations: it is the last of them.
    cursor.rest();
    return rebuilt('ORDER BY');
  }
  const ofParts = cursor.takeOne(
    'PARTITION BY',
    'REMOVE PARTITIONING',
    'REORGANIZE PARTITION',
    'COALESCE PARTITION',
    'TRUNCATE PARTITION',
    'EXCHANGE PARTITION',
    'REBUILD PARTITION',
    'OPTIMIZE PARTITION',
  );
  if (ofParts) {
    cursor.rest();
    return rebuilt(ofParts);
  }
  if (cursor.takeOne('DISABLE KEYS', 'ENABLE KEYS', 'WITH VALIDATION', 'WITHOUT VALIDATION')) return [];
  cursor.take('DEFAULT');
  if (cursor.is('CHARACTER SET') || cursor.is('CHARSET') || cursor.is('COLLATE')) {
    charset(cursor, '');
    return [];
  }
  const slow = cursor.takeOne(...REBUILDS);
  if (!slow && !cursor.takeOne(...QUICK)) throw cursor.misses('an alteration');
  cursor.take('=');
  cursor.next();
  return slow ? rebuilt(slow) : [];
}

function charset(cursor: Cursor, by: string): string {
  while (cursor.takeOne('CHARACTER SET', 'CHARSET', 'COLLATE')) {
    cursor.take('=');
    cursor.next();
  }
  return by;
}
