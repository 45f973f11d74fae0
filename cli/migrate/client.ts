import { hostname, userInfo } from 'node:os';
import { AuroraError } from '../errors.ts';
import { isPostgres } from '../runtimes/databases.ts';
import type { Client } from './engines/contract.ts';

/** Who acts on a database: `anna@laptop 4711`. */
export const WHO = `${userName()}@${hostname()} ${process.pid}`;

/** The same as others see it beside each session in the database. */
export const APPLICATION = `aurora ${WHO}`;

/**
 * Lends a connection of one's own. Only the driver in use is loaded.
 * @throws AuroraError `database_unreachable`
 */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const connect = isPostgres(url)
    ? (await import('./engines/postgres.ts')).connectPostgres
    : (await import('./engines/mysql.ts')).connectMysql;
  const client = await connect(url, APPLICATION).catch((cause) => {
    throw unreachable(url, cause);
  });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function unreachable(url: string, cause: Error & { code?: string }): AuroraError {
  const { host, pathname } = new URL(url);
  return new AuroraError('database_unreachable', `The database ${pathname.slice(1)} at ${host} lets nobody in.`, {
    exit: 'startup',
    details: [cause.message || (cause.code ?? 'no reason given')],
    next: 'aurora status',
    cause,
  });
}

/** A container may run as a user without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}
