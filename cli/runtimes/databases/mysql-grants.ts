import mysql2 from 'mysql2';
import { OWNER_SUFFIX } from './names.ts';

const { escape: text, escapeId: id } = mysql2;

/** The service's login beside an owner's; undefined: this is no owner of ours. */
export function loginOf(owner: string): string | undefined {
  return owner.endsWith(OWNER_SUFFIX) ? owner.slice(0, -OWNER_SUFFIX.length) : undefined;
}

/**
 * Lets a login read and write the rows of all tables that there are, but for some. MySQL can neither exclude a table from a whole
 * database nor promise rights on tables to come: this is done whenever there may be new ones.
 */
export async function grantRows(
  database: string,
  login: string,
  excluded: readonly string[],
  select: (sql: string) => Promise<{ readonly name: string }[]>,
  run: (sql: string) => Promise<unknown>,
): Promise<void> {
  const tables = await select(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${text(database)}`,
  );
  for (const { name } of tables) {
    if (excluded.includes(name)) continue;
    const table = `${id(database)}.${id(name)}`;
    await run(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${text(login)}@'%'`);
  }
}
