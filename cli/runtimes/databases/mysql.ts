import mysql from 'mysql2/promise';
import { NOT_OF_SERVICES } from '../databases.ts';
import type { Login, Provision, WantedDatabase } from './contract.ts';
import { grantRows } from './mysql-grants.ts';
import { CONNECTION_MS } from './patience.ts';
import { refused } from './refused.ts';

/** Two `up`s on one server would make the same things at once. */
const LOCK = { name: 'aurora up', seconds: 60 };

/** @throws AuroraError `databases_refused` */
export const provisionMysql: Provision = async (administratorUrl, databases) => {
  try {
    const client = await mysql.createConnection({
      uri: administratorUrl.replace(/^mariadb:/, 'mysql:'),
      connectTimeout: CONNECTION_MS,
    });
    // A connection that is lost while nothing is asked of it fails the next question instead.
    client.on('error', () => undefined);
    try {
      await client.query('DO GET_LOCK(?, ?)', [LOCK.name, LOCK.seconds]);
      const collation = await collationOf(client);
      for (const database of databases) await ensureDatabase(client, database, collation);
    } finally {
      await client.end();
    }
  } catch (error) {
    throw refused(administratorUrl, 'CREATE, CREATE USER and GRANT OPTION', error);
  }
};

/** Texts differ where a character does, by case, accent or a blank at the end, and sort by code point: as on our PostgreSQL. */
async function collationOf(client: mysql.Connection): Promise<string> {
  const [[row]] = await client.query<mysql.RowDataPacket[]>('SELECT VERSION() AS version');
  return String(row?.version).includes('MariaDB') ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
}

async function ensureDatabase(
  client: mysql.Connection,
  { name, owner, user }: WantedDatabase,
  collation: string,
): Promise<void> {
  const database = client.escapeId(name);
  await client.query(`CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4 COLLATE ${collation}`);
  await ensureLogin(client, owner);
  // It passes rights on to the user, for tables that it makes.
  await client.query(`GRANT ALL ON ${pattern(client, name)}.* TO ?@'%' WITH GRANT OPTION`, [owner.name]);
  if (!user) return;
  await ensureLogin(client, user);
  // Lets it connect, also as long as there is no table.
  await client.query(`GRANT SHOW VIEW ON ${pattern(client, name)}.* TO ?@'%'`, [user.name]);
  await grantRows(
    name,
    user.name,
    NOT_OF_SERVICES,
    async (sql) => (await client.query<mysql.RowDataPacket[]>(sql))[0] as { name: string }[],
    (sql) => client.query(sql),
  );
}

/** In the name of a database that a grant is for, an underscore stands for any character. */
function pattern(client: mysql.Connection, name: string): string {
  return client.escapeId(name.replaceAll('_', '\\_'));
}

async function ensureLogin(client: mysql.Connection, { name, password }: Login): Promise<void> {
  await client.query(`CREATE USER IF NOT EXISTS ?@'%' IDENTIFIED BY ?`, [name, password]);
  await client.query(`ALTER USER ?@'%' IDENTIFIED BY ?`, [name, password]);
}
