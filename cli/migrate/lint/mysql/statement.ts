import type { Change } from '../change.ts';
import { alterations } from './alter.ts';
import { create } from './create.ts';
import type { Cursor } from './cursor.ts';
import { definition } from './definition.ts';
import { drop, renameTables } from './drop.ts';
import { waiting } from './waiting.ts';
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
