import type pg from 'pg';

/** The table in which a service's database records what was applied to it. */
export const LOG_TABLE = 'schema_migrations';

export const CREATE_LOG = `
  CREATE TABLE IF NOT EXISTS ${LOG_TABLE} (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    duration_ms integer NOT NULL,
    applied_by text NOT NULL,
    aurora_version text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`;

export interface Applied {
  readonly name: string;
  readonly checksum: string;
  readonly applied_at: Date;
  readonly applied_by: string;
  readonly duration_ms: number;
}

/** What has been applied, oldest first; nothing where the database has never been migrated. */
export async function readLog(client: pg.Client): Promise<Applied[]> {
  // Asked first: a query that fails would stand in the database's own log.
  const { rows: found } = await client.query(`SELECT to_regclass('${LOG_TABLE}') IS NOT NULL AS exists`);
  if (!found[0].exists) return [];
  const { rows } = await client.query<Applied>(`SELECT * FROM ${LOG_TABLE} ORDER BY name`);
  return rows;
}
