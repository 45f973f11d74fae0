import mysql from 'mysql2/promise';
import { CONNECTION_MS } from '../../runtimes/databases/patience.ts';
import { HOLDER_TABLE } from '../../runtimes/databases.ts';
import type { Connect } from './contract.ts';
import { mysqlBlockers } from './mysql-blockers.ts';

/** Names of locks are the server's, not the database's. */
const LOCK = "SHA2(CONCAT('aurora migrates ', DATABASE()), 224)";

const CREATE_HOLDER = `
  CREATE TABLE IF NOT EXISTS ${HOLDER_TABLE} (connection BIGINT UNSIGNED PRIMARY KEY, who VARCHAR(255) NOT NULL)`;

export const connectMysql: Connect = async (url, who) => {
  const client = await mysql.createConnection({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectTimeout: CONNECTION_MS,
    timezone: 'Z',
  });
  // A connection that is lost while nothing is asked of it fails the next question instead.
  client.on('error', () => undefined);
  await client.query("SET time_zone = '+00:00'");
  const query = async <T extends object>(text: string, values: readonly unknown[] = []) =>
    (await client.query(text.replace(/\$\d+/g, '?'), [...values]))[0] as T[];
  const hasTable = async (name: string) =>
    (
      await query(
        'SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND BINARY table_name = $1',
        [name],
      )
    ).length > 0;

  return {
    query,
    hasTable,
    async tryLock() {
      const [lock] = await query<{ locked: number | null }>(`SELECT GET_LOCK(${LOCK}, 0) AS locked`);
      if (lock?.locked !== 1) return false;
      // A server knows who is connected by address alone.
      await query(CREATE_HOLDER);
      await query(`DELETE FROM ${HOLDER_TABLE}`);
      await query(`INSERT INTO ${HOLDER_TABLE} VALUES (CONNECTION_ID(), $1)`, [who]);
      return true;
    },
    async holder() {
      if (!(await hasTable(HOLDER_TABLE))) return undefined;
      const sql = `SELECT who FROM ${HOLDER_TABLE} WHERE connection = IS_USED_LOCK(${LOCK})`;
      return (await query<{ who: string }>(sql))[0]?.who;
    },
    blockers: (connection) => mysqlBlockers(query, connection),
    end: () => client.end(),
  };
};
