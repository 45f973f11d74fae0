/** What the split remembers in each service's database, where it is written in the same transaction as what it tells of. */
export const RUNS = 'split_runs';
export const QUARANTINE = 'split_quarantine';
/** Versions of rows that a later run changed: a higher one is the service's own. */
export const VERSIONS = 'split_versions';

export const CREATE = {
  postgres: [
    `CREATE TABLE IF NOT EXISTS ${RUNS} (
      run integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, started_at timestamptz(3) NOT NULL DEFAULT now(), finished_at timestamptz(3))`,
    `CREATE TABLE IF NOT EXISTS ${QUARANTINE} (
      position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mapping varchar(100) NOT NULL, source_key text NOT NULL,
      reasons json NOT NULL, source_row json NOT NULL)`,
    `CREATE INDEX IF NOT EXISTS ${QUARANTINE}_mapping ON ${QUARANTINE} (mapping)`,
    `CREATE TABLE IF NOT EXISTS ${VERSIONS} (entity varchar(100), id uuid, version integer NOT NULL, PRIMARY KEY (entity, id))`,
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
