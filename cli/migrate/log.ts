import type pg from 'pg';
import { LOG_TABLE } from '../runtimes/databases.ts';

export const CREATE_LOG = `
  CREATE TABLE IF NOT EXISTS ${LOG_TABLE} (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    duration_ms integer NOT NULL,
    applied_by text NOT NULL,
    aurora_version text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  );
  DO $$ DECLARE login text; BEGIN
    -- The rows of all tables are granted to the service's login as soon as they are made; these are none of its business.
    FOR login IN SELECT DISTINCT grantee FROM information_schema.table_privileges
      WHERE table_schema = 'public' AND table_name = '${LOG_TABLE}' AND privilege_type <> 'SELECT' AND grantee <> current_user
    LOOP
      EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON ${LOG_TABLE} FROM %I', login);
    END LOOP;
  END $$`;

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
