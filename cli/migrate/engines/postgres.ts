import pg from 'pg';
import { CONNECTION_MS } from '../../runtimes/databases/patience.ts';
import { formOf } from '../form.ts';
import type { Connect } from './contract.ts';

/** Any number that nobody else uses; the lock is the database's own, so one is enough. */
const KEY = 4_727_321;

export const connectPostgres: Connect = async (url, who) => {
  const client = new pg.Client({
    connectionString: url,
    application_name: who,
    connectionTimeoutMillis: CONNECTION_MS,
    keepAlive: true,
  });
  // A connection that is lost while nothing is asked of it fails the next question instead.
  client.on('error', () => undefined);
  await client.connect();
  const query = async <T extends object>(text: string, values: readonly unknown[] = []) =>
    (await client.query(text, [...values])).rows as T[];

  return {
    query,
    async hasTable(name) {
      // Asked first: a query that fails would stand in the database's own log.
      const [found] = await query<{ exists: boolean }>('SELECT to_regclass($1) IS NOT NULL AS exists', [name]);
      return found?.exists === true;
    },
    async tryLock() {
      const [lock] = await query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [KEY]);
      return lock?.locked === true;
    },
    async holder() {
      const [holder] = await query<{ application_name: string }>(
        `SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE locktype = 'advisory' AND classid = 0 AND objid = $1 AND objsubid = 1 AND granted
           AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [KEY],
      );
      return holder?.application_name;
    },
    async blockers(connection) {
      const found = await query<{
        pid: number;
        login: string;
        name: string;
        query: string | null;
        since: string | null;
      }>(
        `SELECT pid, usename AS login, application_name AS name, to_char(xact_start, 'HH24:MI:SS TZ') AS since,
           CASE WHEN state IS NULL THEN NULL ELSE query END AS query
         FROM pg_stat_activity WHERE pid = ANY(pg_blocking_pids($1)) ORDER BY xact_start`,
        [connection],
      );
      return found.map(({ pid, login, name, query: last, since }) => {
        const transaction = since === null ? '' : `, in a transaction since ${since}`;
        return `${name || 'a nameless program'} (pid ${pid}, login ${login})${transaction}${last ? `: ${formOf(last)}` : ''}`;
      });
    },
    end: () => client.end(),
  };
};
