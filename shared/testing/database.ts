import { type StartedMariadb, startMariadb } from './mariadb.ts';
import { type StartedPostgres, startPostgres } from './postgres.ts';

/** What all servers can do that tests start. */
export type StartedDatabase = Pick<StartedPostgres, keyof StartedPostgres & keyof StartedMariadb>;

/** Whether tests that may run on any engine run on MariaDB: `AURORA_TEST_DATABASE=mariadb`. */
export function isOnMariadb(): boolean {
  return process.env.AURORA_TEST_DATABASE === 'mariadb';
}

/** A server of one's own, of the engine that is asked for; PostgreSQL if none is. */
export function startDatabase(): Promise<StartedDatabase> {
  return isOnMariadb() ? startMariadb() : startPostgres();
}
