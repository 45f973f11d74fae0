import pg from 'pg';
import type { Administration } from './contract.ts';
import { CONNECTION_MS } from './patience.ts';
import { scramVerifier } from './scram.ts';

/** Class 28, invalid authorization (PostgreSQL's Appendix A). */
const REFUSED = /^28/;

export const postgresAdministration: Administration = {
  async admits(url) {
    try {
      await withClient(url, () => Promise.resolve());
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  },
  async setPassword(url, password) {
    const verifier = pg.escapeLiteral(scramVerifier(password));
    await withClient(url, (client) => client.query(`ALTER ROLE CURRENT_USER PASSWORD ${verifier}`));
  },
};

/** Whether a server that does its work has refused a login. */
export function isRefusal(error: unknown): boolean {
  return REFUSED.test(String((error as { code?: unknown }).code));
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECTION_MS });
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}
