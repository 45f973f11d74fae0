import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { type QueryInterface, Sequelize } from 'sequelize';
import { MigrationError, Umzug } from 'umzug';
import { packageJson } from '../package.ts';
import { LOG_TABLE } from '../runtimes/databases.ts';
import { APPLICATION, WHO } from './client.ts';
import { migrationFailed } from './failure.ts';
import type { MigrationFile } from './files.ts';
import { CREATE_LOG } from './log.ts';

/** What a migration is called with. */
export interface MigrationContext {
  readonly queryInterface: QueryInterface;
  readonly sequelize: Sequelize;
}

type Step = (context: MigrationContext) => Promise<void>;

export interface Wanted {
  readonly service: string;
  readonly url: string;
  readonly files: readonly MigrationFile[];
  readonly direction: 'up' | 'down';
  /** Which of the files, in this order. */
  readonly names: readonly string[];
}

/**
 * Runs migrations with Umzug. Each is one transaction with its line in the log: a kill leaves both or neither.
 * @throws AuroraError `migration_failed`
 */
export async function runMigrations({ service, url, files, direction, names }: Wanted): Promise<void> {
  const sequelize = connect(url);
  try {
    await sequelize.query(`SET client_connection_check_interval = '${NOTICE_DEATH_MS}ms'`);
    await sequelize.query(CREATE_LOG);
    await umzugOf(sequelize, files)[direction]({ migrations: [...names] });
  } catch (error) {
    throw error instanceof MigrationError ? migrationFailed(service, error) : error;
  } finally {
    await sequelize.close();
  }
}

/** After a kill the server stops what was running, and frees what it has locked, within this time. */
const NOTICE_DEATH_MS = 500;

/** One connection, never given up: whatever a migration runs through Sequelize is inside its transaction. */
function connect(url: string): Sequelize {
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    // In a bundle Sequelize finds none by itself.
    dialectModule: pg,
    logging: false,
    pool: { max: 1, min: 1, idle: 2 ** 31 - 1 },
    dialectOptions: { application_name: APPLICATION },
  });
  // Its end would be the end of the migration's own transaction as well, and what fails later would stay half done.
  sequelize.transaction = () => {
    throw new Error('A migration runs in a transaction already: leave sequelize.transaction away.');
  };
  return sequelize;
}

function umzugOf(sequelize: Sequelize, files: readonly MigrationFile[]): Umzug<MigrationContext> {
  return new Umzug<MigrationContext>({
    context: { queryInterface: sequelize.getQueryInterface(), sequelize },
    logger: undefined,
    migrations: files.map(({ name, path, checksum }) => ({
      name,
      path,
      up: ({ context }) => applyOne(context, { name, path, checksum }),
      down: ({ context }) => revertOne(context, { name, path, checksum }),
    })),
    storage: {
      executed: async () => {
        const [rows] = await sequelize.query(`SELECT name FROM ${LOG_TABLE} ORDER BY name`);
        return (rows as { name: string }[]).map(({ name }) => name);
      },
      // Logged and unlogged within the migration's own transaction, below.
      logMigration: async () => undefined,
      unlogMigration: async () => undefined,
    },
  });
}

async function applyOne(context: MigrationContext, file: MigrationFile): Promise<void> {
  const up = await load(file, 'up');
  const started = performance.now();
  await inTransaction(context.sequelize, async () => {
    await up(context);
    const columns = 'name, checksum, duration_ms, applied_by, aurora_version';
    await context.sequelize.query(`INSERT INTO ${LOG_TABLE} (${columns}) VALUES ($1, $2, $3, $4, $5)`, {
      bind: [file.name, file.checksum, Math.round(performance.now() - started), WHO, packageJson().version],
    });
  });
}

async function revertOne(context: MigrationContext, file: MigrationFile): Promise<void> {
  const down = await load(file, 'down');
  await inTransaction(context.sequelize, async () => {
    await down(context);
    await context.sequelize.query(`DELETE FROM ${LOG_TABLE} WHERE name = $1`, { bind: [file.name] });
    await context.sequelize.query(FORGET_SEEDS);
  });
}

/** Rows may have gone with their table: the next `up` creates what is missing. */
const FORGET_SEEDS = `DO $$ BEGIN IF to_regclass('seed_runs') IS NOT NULL THEN DELETE FROM seed_runs; END IF; END $$`;

async function load({ path }: MigrationFile, direction: 'up' | 'down'): Promise<Step> {
  const module: Record<string, unknown> = await import(pathToFileURL(path).href);
  const step = module[direction];
  if (typeof step !== 'function') throw new Error(`It exports no function "${direction}".`);
  return step as Step;
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
