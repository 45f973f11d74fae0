import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { loadFleet } from '../../../cli/config/load.ts';
import { processRuntime } from '../../../cli/runtimes/process/runtime.ts';
import type { RealFleet } from '../../support/real-fleet.ts';

/** Looks into the database of a service, or of the `broker`. */
// biome-ignore lint/suspicious/noExplicitAny: what a row holds is the query's to say
export type Look = (database: string, sql: string) => Promise<any[]>;

/** What lies below the services of a running fleet. */
export interface Below {
  readonly look: Look;
  /** Where an engine's own client finds the database of a service. */
  url(service: string): string;
  /** Folder of the contents of files. */
  readonly storage: string;
}

export async function lookBelow<T>({ clone }: RealFleet, work: (below: Below) => Promise<T>): Promise<T> {
  const fleet = await loadFleet({ file: join(clone.root, 'aurora.config.yaml') });
  const { BROKER_URL_FILE = '', STORAGE_DIR = '' } = await processRuntime.environmentOf(fleet, 'file-service');
  const broker = await readFile(BROKER_URL_FILE, 'utf8');
  return processRuntime.withDatabases(fleet, async ({ url }) => {
    await using clients = new AsyncDisposableStack();
    const pools = new Map<string, pg.Pool>();
    const poolOf = (database: string): pg.Pool => {
      const known = pools.get(database);
      if (known) return known;
      const pool = new pg.Pool({ connectionString: database === 'broker' ? broker : url(database), max: 1 });
      clients.defer(() => pool.end());
      pools.set(database, pool);
      return pool;
    };
    const look: Look = async (database, sql) => (await poolOf(database).query(sql)).rows;
    return await work({ look, url, storage: STORAGE_DIR });
  });
}
