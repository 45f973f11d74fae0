import type { Change } from '../change.ts';
import type { Cursor } from './cursor.ts';

/** What is not a table. */
export const DEFINED = [
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

/** A body has semicolons of its own, and is all of a text. */
export function definition(cursor: Cursor): Change[] {
  while (cursor.token && !DEFINED.some((word) => cursor.is(word))) cursor.next();
  if (!cursor.token) throw cursor.misses(DEFINED.join(', '));
  while (cursor.token) cursor.next();
  return [];
}
