import mysql2 from 'mysql2';
import { LOG_TABLE } from '../databases.ts';
import { OWNER_SUFFIX } from './names.ts';

const { escape: text, escapeId: id } = mysql2;

/** The service's login beside an owner's; undefined: this is no owner of ours. */
export function loginOf(owner: string): string | undefined {
  return owner.endsWith(OWNER_SUFFIX) ? owner.slice(0, -OWNER_SUFFIX.length) : undefined;
}

/**
 * Lets a login read and write the rows of all tables that there are, but for some, of which it may read the log of migrations: a
 * service tells where that lacks what it counts on. MySQL can neither exclude a table from a whole
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
    if (excluded.includes(name) && name !== LOG_TABLE) continue;
    const rights = name === LOG_TABLE ? 'SELECT' : 'SELECT, INSERT, UPDATE, DELETE';
    await run(`GRANT ${rights} ON ${id(database)}.${id(name)} TO ${text(login)}@'%'`);
  }
}
