import type { Change } from '../change.ts';
import type { Cursor } from './cursor.ts';

/** `ALGORITHM = …` or `LOCK = …`, if that is next. */
export function method(cursor: Cursor, table: string): Change[] | undefined {
  const what = cursor.takeOne('ALGORITHM', 'LOCK');
  if (!what) return undefined;
  cursor.take('=');
  return [{ kind: 'method', table, [what.toLowerCase()]: cursor.next().text.toUpperCase() }];
}

/** All of them that are next. */
export function methods(cursor: Cursor, table: string): Change[] {
  const found = method(cursor, table);
  return found ? [...found, ...methods(cursor, table)] : [];
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

/** An option of the table, which is next. */
export function option(cursor: Cursor, table: string): Change[] {
  const rebuilt = (by: string): Change[] => [{ kind: 'rebuild', table, by }];
  if (cursor.take('CONVERT TO')) return rebuilt(charset(cursor, 'CONVERT TO CHARACTER SET'));
  if (cursor.take('FORCE')) return rebuilt('FORCE');
  if (cursor.take('ORDER BY')) {
    // Its commas cannot be told from those between alterations: it is the last of them.
    cursor.rest();
    return rebuilt('ORDER BY');
  }
  if (cursor.take('TRUNCATE PARTITION')) {
    cursor.rest();
    return [{ kind: 'truncate', table, cascade: false }];
  }
  const ofParts = cursor.takeOne(
    'PARTITION BY',
    'REMOVE PARTITIONING',
    'REORGANIZE PARTITION',
    'COALESCE PARTITION',
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
