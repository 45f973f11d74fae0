import { LOG_TABLE } from '../runtimes/databases.ts';
import type { Client } from './engines/contract.ts';

export interface Applied {
  readonly name: string;
  readonly checksum: string;
  readonly applied_at: Date;
  readonly applied_by: string;
  readonly duration_ms: number;
  readonly aurora_version: string;
  /** Where it has been cut off on its way; absent in logs that an older version made. */
  readonly direction?: 'up' | 'down' | null;
  /** What of it has been done by then. */
  readonly steps?: string | null;
}

/** What has been applied, oldest first; nothing where the database has never been migrated. */
export async function readLog(client: Client): Promise<Applied[]> {
  if (!(await client.hasTable(LOG_TABLE))) return [];
  return client.query<Applied>(`SELECT * FROM ${LOG_TABLE} ORDER BY name`);
}
