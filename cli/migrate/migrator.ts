import { pathToFileURL } from 'node:url';
import { type QueryInterface, Sequelize } from 'sequelize';
import { Umzug } from 'umzug';
import type { Fleet } from '../config/model.ts';
import { packageJson } from '../package.ts';
import { WHO } from './client.ts';
import { type MigrationFile, migrationFiles } from './files.ts';
import { CREATE_LOG, LOG_TABLE } from './log.ts';

/** What a migration is called with. */
export interface MigrationContext {
  readonly queryInterface: QueryInterface;
  readonly sequelize: Sequelize;
}

interface MigrationModule {
  up(context: MigrationContext): Promise<void>;
  down(context: MigrationContext): Promise<void>;
}

export interface Migrator extends AsyncDisposable {
  readonly umzug: Umzug<MigrationContext>;
}

/**
 * Umzug over a service's files and database. Each migration and its line in the log are one transaction: a kill leaves
 * both or neither. Close it: it holds the connection.
 */
export async function openMigrator(fleet: Fleet, service: string, url: string): Promise<Migrator> {
  // One connection, never given up: whatever a migration runs through Sequelize is inside its transaction.
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    logging: false,
    pool: { max: 1, min: 1, idle: 2 ** 31 - 1 },
    dialectOptions: { application_name: WHO },
  });
  await sequelize.query(CREATE_LOG);
  const files = await migrationFiles(fleet, service);
  const umzug = new Umzug<MigrationContext>({
    context: { queryInterface: sequelize.getQueryInterface(), sequelize },
    logger: undefined,
    migrations: files.map((file) => runnable(sequelize, file)),
    storage: {
      executed: async () => {
        const [rows] = await sequelize.query(`SELECT name FROM ${LOG_TABLE} ORDER BY name`);
        return (rows as { name: string }[]).map(({ name }) => name);
      },
      // Logged and unlogged within the migration's own transaction, see below.
      logMigration: async () => undefined,
      unlogMigration: async () => undefined,
    },
  });
  return { umzug, [Symbol.asyncDispose]: () => sequelize.close() };
}

function runnable(sequelize: Sequelize, file: MigrationFile) {
  const load = async (): Promise<MigrationModule> => import(pathToFileURL(file.path).href);
  return {
    name: file.name,
    path: file.path,
    up: async ({ context }: { context: MigrationContext }) => {
      const started = performance.now();
      const migration = await load();
      await inTransaction(sequelize, async () => {
        await migration.up(context);
        const columns = 'name, checksum, duration_ms, applied_by, aurora_version';
        await sequelize.query(`INSERT INTO ${LOG_TABLE} (${columns}) VALUES (:name, :checksum, :ms, :who, :version)`, {
          replacements: {
            name: file.name,
            checksum: file.checksum,
            ms: Math.round(performance.now() - started),
            who: WHO.replace('aurora migrate ', ''),
            version: packageJson().version,
          },
        });
      });
    },
    down: async ({ context }: { context: MigrationContext }) => {
      const migration = await load();
      await inTransaction(sequelize, async () => {
        await migration.down(context);
        await sequelize.query(`DELETE FROM ${LOG_TABLE} WHERE name = :name`, { replacements: { name: file.name } });
      });
    },
  };
}

async function inTransaction(sequelize: Sequelize, work: () => Promise<void>): Promise<void> {
  await sequelize.query('BEGIN');
  try {
    await work();
    await sequelize.query('COMMIT');
  } catch (error) {
    await sequelize.query('ROLLBACK');
    throw error;
  }
}
