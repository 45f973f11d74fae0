import { createHash } from 'node:crypto';

/** PostgreSQL cuts names at 63 bytes, MySQL and MariaDB refuse more than 64 characters. */
export const MOST_BYTES = 63;

/** What an index or a constraint is called: its table and columns, the longer ones cut and made unique by a hash. */
export function databaseName(...parts: readonly string[]): string {
  return shortened(parts.join('_'), MOST_BYTES);
}

/** Sequelize's name for the type of an enum column, as much as PostgreSQL keeps of it. */
export function enumTypeName(table: string, column: string): string {
  return `enum_${table}_${column}`.slice(0, MOST_BYTES);
}

export function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, most - hash.length - 1)}_${hash}`;
}
