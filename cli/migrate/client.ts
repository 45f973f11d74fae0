import { hostname, userInfo } from 'node:os';
import pg from 'pg';

/** Who migrates, as others see it in the database: `aurora migrate anna@laptop 4711`. */
export const WHO = `aurora migrate ${userInfo().username}@${hostname()} ${process.pid}`;

/** Lends a connection of one's own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: WHO, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
