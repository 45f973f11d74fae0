import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import type { Made } from '../contract.ts';
import { addForeignKeys, createTable, TABLES, type TableName } from '../tables.ts';
import { linesOf } from './lines.ts';

/** Makes a database that takes any bytes for text, as old ones do, and fills it. */
export async function loadPostgres(
  server: string,
  name: string,
  rowsOf: (table: TableName) => Iterable<Made>,
): Promise<void> {
  await withClient(server, (client) =>
    client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`),
  );
  const url = new URL(server);
  url.pathname = `/${name}`;
  await withClient(url.href, async (client) => {
    await client.query("SET client_encoding TO 'SQL_ASCII'");
    for (const table of Object.values(TABLES)) {
      await client.query(createTable(table, 'postgres'));
      const lines = linesOf(rowsOf(table.name), table.columns, () => 'utf8', '\\\\x');
      await pipeline(Readable.from(lines), client.query(from(`COPY ${table.name} FROM STDIN`)));
    }
    for (const statement of Object.values(TABLES).flatMap((table) => addForeignKeys(table, 'postgres'))) {
      await client.query(statement);
    }
    await client.query('ANALYZE');
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
