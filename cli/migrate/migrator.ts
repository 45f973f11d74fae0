import { pathToFileURL } from 'node:url';
import type { QueryInterface, Sequelize } from 'sequelize';
import { MigrationError, Umzug } from 'umzug';
import { isPostgres } from '../runtimes/databases.ts';
import { migrationFailed } from './failure.ts';
import type { MigrationFile } from './files.ts';
import type { Ledger, Ways } from './ledgers/contract.ts';

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
 * Runs migrations with Umzug, each with its line in the log.
 * @throws AuroraError `migration_failed`
 */
export async function runMigrations({ service, url, files, direction, names }: Wanted): Promise<void> {
  const ledger = await ledgerOf(url);
  const { sequelize } = ledger;
  // Its end would be the end of the migration's own transaction as well, and what fails later would stay half done.
  sequelize.transaction = () => {
    throw new Error('A migration runs in a transaction already: leave sequelize.transaction away.');
  };
  try {
    await ledger.open();
    await umzugOf(ledger, files, direction)[direction]({ migrations: [...names] });
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    throw migrationFailed(service, error, await ledger.remainder(error.migration.name));
  } finally {
    await ledger.close();
  }
}

async function ledgerOf(url: string): Promise<Ledger> {
  return isPostgres(url)
    ? (await import('./ledgers/postgres.ts')).postgresLedger(url)
    : (await import('./ledgers/mysql.ts')).mysqlLedger(url);
}

function umzugOf(ledger: Ledger, files: readonly MigrationFile[], direction: keyof Ways): Umzug<MigrationContext> {
  const { sequelize } = ledger;
  return new Umzug<MigrationContext>({
    context: { queryInterface: sequelize.getQueryInterface(), sequelize },
    logger: undefined,
    migrations: files.map((file) => ({
      name: file.name,
      path: file.path,
      up: async ({ context }) => ledger.apply(file, await waysOf(file, 'up', context)),
      down: async ({ context }) => ledger.revert(file, await waysOf(file, 'down', context)),
    })),
    storage: {
      executed: () => ledger.applied(direction),
      // Logged and unlogged with the migration itself, by the ledger.
      logMigration: async () => undefined,
      unlogMigration: async () => undefined,
    },
  });
}

/** The other way is needed only where that was cut off, and may be missing otherwise. */
async function waysOf({ path }: MigrationFile, needed: keyof Ways, context: MigrationContext): Promise<Ways> {
  const module: Record<string, unknown> = await import(pathToFileURL(path).href);
  const stepOf = (direction: keyof Ways): Step => {
    const step = module[direction];
    if (typeof step !== 'function') throw new Error(`It exports no function "${direction}".`);
    return step as Step;
  };
  stepOf(needed);
  return { up: () => stepOf('up')(context), down: () => stepOf('down')(context) };
}
