import { LOG_TABLE } from '../runtimes/databases.ts';
import type { Client } from './engines/contract.ts';

export interface Applied {
  readonly name: string;
  readonly checksum: string;
  readonly applied_at: Date;
  readonly applied_by: string;
  readonly duration_ms: number;
  /** Where it has been cut off on its way; for engines on which a migration is more than one transaction. */
  readonly direction?: 'up' | 'down' | null;
}

/** What has been applied, oldest first; nothing where the database has never been migrated. */
export async function readLog(client: Client): Promise<Applied[]> {
  if (!(await client.hasTable(LOG_TABLE))) return [];
  return client.query<Applied>(`SELECT * FROM ${LOG_TABLE} ORDER BY name`);
}
