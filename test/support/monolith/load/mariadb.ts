import { Readable } from 'node:stream';
import mysql from 'mysql2/promise';
import type { Made, Table } from '../contract.ts';
import { addForeignKeys, createTable, TABLES, type TableName } from '../tables.ts';
import { linesOf } from './lines.ts';

/** Makes a database as it was before servers minded what they were given, and fills it. */
export async function loadMariadb(
  server: string,
  name: string,
  rowsOf: (table: TableName) => Iterable<Made>,
): Promise<void> {
  const client = await mysql.createConnection(server);
  try {
    await client.query('CREATE DATABASE ?? CHARACTER SET latin1', [name]);
    await client.query('USE ??', [name]);
    await client.query("SET SESSION sql_mode = '', foreign_key_checks = 0, unique_checks = 0");
    for (const table of Object.values(TABLES)) {
      await client.query(createTable(table, 'mariadb'));
      const lines = linesOf(rowsOf(table.name), table.columns, ({ charset }) => charset ?? 'utf8', '');
      await client.query({ sql: loadData(table), infileStreamFactory: () => Readable.from(lines) });
    }
    for (const statement of Object.values(TABLES).flatMap((table) => addForeignKeys(table, 'mariadb'))) {
      await client.query(statement);
    }
  } finally {
    await client.end();
  }
}

/** Bytes go into columns as they are. */
function loadData({ name, columns }: Table): string {
  const targets = columns.map((column) => (column.blob ? `@${column.name}` : column.name));
  const blobs = columns.filter(({ blob }) => blob).map((column) => `${column.name} = UNHEX(@${column.name})`);
  const set = blobs.length > 0 ? ` SET ${blobs.join(', ')}` : '';
  return `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${name} CHARACTER SET binary (${targets.join(', ')})${set}`;
}
