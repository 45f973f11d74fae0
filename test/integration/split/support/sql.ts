import mysql from 'mysql2/promise';
import pg from 'pg';

/** Runs statements on a database and gives the rows of the last one. Names are in double quotes, as on PostgreSQL. */
export async function sql(url: string, ...statements: readonly string[]): Promise<Record<string, unknown>[]> {
  if (url.startsWith('postgres')) {
    const client = new pg.Client(url);
    await client.connect();
    try {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) rows = (await client.query(statement)).rows;
      return rows;
    } finally {
      await client.end();
    }
  }
  const client = await mysql.createConnection(url);
  try {
    await client.query("SET SESSION sql_mode = 'ANSI_QUOTES'");
    let rows: unknown = [];
    for (const statement of statements) [rows] = await client.query(statement);
    return rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
