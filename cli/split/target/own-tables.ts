import { SPLIT_TABLES } from '../../runtimes/databases.ts';

/** What the split remembers in each service's database, where it is written in the same transaction as what it tells of. */
export const RUNS = SPLIT_TABLES.runs;
export const QUARANTINE = SPLIT_TABLES.quarantine;
/** Versions of rows that a later run changed: a higher one is the service's own. */
export const VERSIONS = SPLIT_TABLES.versions;

export const CREATE = {
  postgres: [
    `CREATE TABLE IF NOT EXISTS ${RUNS} (
      run integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, started_at timestamptz(3) NOT NULL DEFAULT now(), finished_at timestamptz(3))`,
    `CREATE TABLE IF NOT EXISTS ${QUARANTINE} (
      position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mapping varchar(100) NOT NULL, source_key text NOT NULL,
      reasons json NOT NULL, source_row json NOT NULL)`,
    `CREATE INDEX IF NOT EXISTS ${QUARANTINE}_mapping ON ${QUARANTINE} (mapping)`,
    `CREATE TABLE IF NOT EXISTS ${VERSIONS} (entity varchar(100), id uuid, version integer NOT NULL, PRIMARY KEY (entity, id))`,
    // Rows of new tables are granted to the service's login as soon as they are made.
    `DO $$ DECLARE of record; BEGIN
      FOR of IN SELECT DISTINCT table_name, grantee FROM information_schema.table_privileges WHERE table_schema = 'public'
        AND table_name IN ('${RUNS}', '${QUARANTINE}', '${VERSIONS}') AND privilege_type <> 'SELECT' AND grantee <> current_user
      LOOP
        EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %I FROM %I', of.table_name, of.grantee);
      END LOOP;
    END $$`,
  ],
  mysql: [
    `CREATE TABLE IF NOT EXISTS ${RUNS} (
      run integer AUTO_INCREMENT PRIMARY KEY, started_at datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), finished_at datetime(3))`,
    `CREATE TABLE IF NOT EXISTS ${QUARANTINE} (
      position bigint AUTO_INCREMENT PRIMARY KEY, mapping varchar(100) NOT NULL, source_key longtext NOT NULL,
      reasons json NOT NULL, source_row json NOT NULL, INDEX ${QUARANTINE}_mapping (mapping))`,
    `CREATE TABLE IF NOT EXISTS ${VERSIONS} (entity varchar(100), id char(36), version integer NOT NULL, PRIMARY KEY (entity, id))`,
  ],
} as const;
