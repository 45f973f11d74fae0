import type { Cursor } from './cursor.ts';

/** MariaDB's own limit for one statement. */
export function waiting(cursor: Cursor): void {
  if (cursor.take('WAIT')) cursor.next();
  else cursor.take('NOWAIT');
}
