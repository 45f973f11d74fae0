import type { Asked, Catalog } from './contract.ts';
import { readMysql } from './mysql.ts';
import { readPostgres } from './postgres.ts';

/**
 * What a database has, in a handful of queries however many tables there are.
 * @param schema absent: the one that the connection is in; on MySQL a schema is a database
 */
export async function readCatalog(client: Asked, schema?: string): Promise<Catalog> {
  const [server] = await client.query<{ version: string }>('SELECT version() AS version');
  const version = server?.version ?? '';
  if (version.startsWith('PostgreSQL')) return readPostgres(client, schema ?? null);
  return readMysql(client, schema ?? null, version.includes('MariaDB'));
}
