import { formOf } from '../form.ts';

type Query = <T extends object>(text: string, values?: readonly unknown[]) => Promise<T[]>;

interface Blocker {
  readonly id: number;
  readonly login: string;
  readonly host: string;
  readonly since: string;
  readonly query: string | null;
}

const OF_TRANSACTION = `p.id, p.user AS login, p.host, DATE_FORMAT(t.trx_started, '%T') AS since, p.info AS query
  FROM information_schema.innodb_trx AS t JOIN information_schema.processlist AS p ON p.id = t.trx_mysql_thread_id`;

/**
 * MariaDB knows who holds the lock on rows. Of the lock on a table's definition it does not say; it is held by some transaction that has
 * read or written here.
 * @returns nothing where the login has not the right to see others, PROCESS
 */
export async function mysqlBlockers(query: Query, connection: number): Promise<string[]> {
  try {
    const rows = await query<Blocker>(
      `SELECT ${OF_TRANSACTION}
       WHERE t.trx_id IN (
         SELECT w.blocking_trx_id FROM information_schema.innodb_lock_waits AS w
         JOIN information_schema.innodb_trx AS own ON own.trx_id = w.requesting_trx_id WHERE own.trx_mysql_thread_id = $1)`,
      [connection],
    );
    const found = rows.length > 0 ? rows : await onDefinition(query, connection);
    return found.map(
      ({ id, login, host, since, query: last }) =>
        `connection ${id} of ${login}@${host}, in a transaction since ${since}${last ? `: ${formOf(last)}` : ''}`,
    );
  } catch (error) {
    if ((error as { errno?: number }).errno === ACCESS_DENIED) return [];
    throw error;
  }
}

const ACCESS_DENIED = 1227;

async function onDefinition(query: Query, connection: number): Promise<Blocker[]> {
  const sql = `SELECT 1 FROM information_schema.processlist WHERE id = $1 AND state = 'Waiting for table metadata lock'`;
  if ((await query(sql, [connection])).length === 0) return [];
  return query<Blocker>(`SELECT ${OF_TRANSACTION} WHERE p.db = DATABASE() AND p.id <> $1 ORDER BY t.trx_started`, [
    connection,
  ]);
}
