import { hash } from 'node:crypto';

/** Bytes of a name that PostgreSQL keeps; MySQL and MariaDB keep one more. All of ours are ASCII. */
const LONGEST = 63;

/** The name of a constraint, an index or a join table: as it is, or cut with a hash of all of it, so that it stays its own. */
export function sqlName(...parts: readonly string[]): string {
  const name = parts.join('_');
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 9)}_${hash('sha256', name).slice(0, 8)}`;
}
