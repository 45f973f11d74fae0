import mysql from 'mysql2/promise';
import type { Administration } from './contract.ts';
import { CONNECTION_MS } from './patience.ts';

const REFUSED = 'ER_ACCESS_DENIED_ERROR';

export const mysqlAdministration: Administration = {
  async admits(url) {
    try {
      await withConnection(url, () => Promise.resolve());
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  },
  async setPassword(url, password) {
    await withConnection(url, async (connection) => {
      const [[self]] = await connection.query<mysql.RowDataPacket[]>('SELECT CURRENT_USER() AS login');
      const [name = '', host = ''] = String(self?.login).split('@');
      const [others] = await connection.query<mysql.RowDataPacket[]>(
        'SELECT host AS host FROM mysql.user WHERE user = ? AND host <> ?',
        [name, host],
      );
      // The one that we have come in with is the last: as long as it has the old password, this can begin anew.
      for (const each of [...others.map((other) => String(other.host)), host]) {
        await connection.query('ALTER USER ?@? IDENTIFIED BY ?', [name, each, password]);
      }
    });
  },
};

/** Whether a server that does its work has refused a login. */
export function isRefusal(error: unknown): boolean {
  return (error as { code?: unknown }).code === REFUSED;
}

async function withConnection(url: string, work: (connection: mysql.Connection) => Promise<unknown>): Promise<void> {
  const connection = await mysql.createConnection({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectTimeout: CONNECTION_MS,
  });
  try {
    await work(connection);
  } finally {
    await connection.end();
  }
}
