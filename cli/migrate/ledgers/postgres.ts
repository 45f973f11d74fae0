import pg from 'pg';
import { Sequelize } from 'sequelize';
import { packageJson } from '../../package.ts';
import { LOG_TABLE } from '../../runtimes/databases.ts';
import { APPLICATION, WHO } from '../client.ts';
import type { Ledger } from './contract.ts';

const CREATE_LOG = `
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

/** After a kill the server stops what was running, and frees what it has locked, within this time. */
const NOTICE_DEATH_MS = 500;

/** Rows may have gone with their table: the next `up` creates what is missing. */
const FORGET_SEEDS = `DO $$ BEGIN IF to_regclass('seed_runs') IS NOT NULL THEN DELETE FROM seed_runs; END IF; END $$`;

/** Each migration is one transaction with its line in the log: a kill leaves both or neither. */
export function postgresLedger(url: string): Ledger {
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    // In a bundle Sequelize finds none by itself.
    dialectModule: pg,
    logging: false,
    pool: { max: 1, min: 1, idle: 2 ** 31 - 1 },
    dialectOptions: { application_name: APPLICATION },
  });
  return {
    sequelize,
    async open() {
      await sequelize.query(`SET client_connection_check_interval = '${NOTICE_DEATH_MS}ms'`);
      await sequelize.query(CREATE_LOG);
    },
    async applied() {
      const [rows] = await sequelize.query(`SELECT name FROM ${LOG_TABLE} ORDER BY name`);
      return (rows as { name: string }[]).map(({ name }) => name);
    },
    async apply(file, { up }) {
      const started = performance.now();
      await inTransaction(sequelize, async () => {
        await up();
        const columns = 'name, checksum, duration_ms, applied_by, aurora_version';
        await sequelize.query(`INSERT INTO ${LOG_TABLE} (${columns}) VALUES ($1, $2, $3, $4, $5)`, {
          bind: [file.name, file.checksum, Math.round(performance.now() - started), WHO, packageJson().version],
        });
      });
    },
    async revert({ name }, { down }) {
      await inTransaction(sequelize, async () => {
        await down();
        await sequelize.query(`DELETE FROM ${LOG_TABLE} WHERE name = $1`, { bind: [name] });
        await sequelize.query(FORGET_SEEDS);
      });
    },
    remainder: async () => 'Nothing of it is left in the database.',
    close: () => sequelize.close(),
  };
}

async function inTransaction(sequelize: Sequelize, work: () => Promise<void>): Promise<void> {
  await sequelize.query('BEGIN');
  try {
    await work();
    await sequelize.query('COMMIT');
  } catch (error) {
    // Where the connection is lost the server rolls back by itself.
    await sequelize.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
