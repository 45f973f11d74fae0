import mysql from 'mysql2/promise';
import type { Login, Provision } from './contract.ts';
import { refused } from './refused.ts';

/** @throws AuroraError `databases_refused` */
export const provisionMysql: Provision = async (administratorUrl, databases) => {
  try {
    const client = await mysql.createConnection({
      uri: administratorUrl.replace(/^mariadb:/, 'mysql:'),
      connectTimeout: 5_000,
    });
    try {
      for (const { name, owner, user } of databases) {
        const database = client.escapeId(name);
        await client.query(`CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4`);
        await ensureLogin(client, owner);
        await client.query(`GRANT ALL ON ${database}.* TO ?@'%'`, [owner.name]);
        if (!user) continue;
        await ensureLogin(client, user);
        await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${database}.* TO ?@'%'`, [user.name]);
      }
    } finally {
      await client.end();
    }
  } catch (error) {
    throw refused(administratorUrl, 'CREATE, CREATE USER and GRANT OPTION', error);
  }
};

async function ensureLogin(client: mysql.Connection, { name, password }: Login): Promise<void> {
  await client.query(`CREATE USER IF NOT EXISTS ?@'%' IDENTIFIED BY ?`, [name, password]);
  await client.query(`ALTER USER ?@'%' IDENTIFIED BY ?`, [name, password]);
}
