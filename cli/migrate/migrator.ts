import { MigrationError, Umzug } from 'umzug';
import { isPostgres } from '../runtimes/databases.ts';
import type { Client } from './engines/contract.ts';
import { migrationFailed } from './failure.ts';
import type { MigrationFile } from './files.ts';
import type { Ledger, Listener } from './ledgers/contract.ts';
import type { Engine } from './ledgers/engine.ts';
import { ledgerOn } from './ledgers/ledger.ts';
import { loadMigration, type Phase } from './module.ts';
import { refuseOwnTransactions } from './own-transactions.ts';
import type { Pace } from './pace.ts';

export interface Wanted {
  readonly service: string;
  readonly url: string;
  readonly files: readonly MigrationFile[];
  readonly direction: 'up' | 'down';
  /** The only one that is meant; absent: both. */
  readonly phase?: Phase | undefined;
  /** Which of the files, in this order. */
  readonly names: readonly string[];
  readonly pace: Pace;
  /** Asks the database while the migration waits. */
  readonly observer: Client;
  readonly listener: Listener;
}

/**
 * Runs migrations with Umzug, each with its line in the log.
 * @throws AuroraError `migration_failed`
 */
export async function runMigrations({ service, url, files, direction, phase, names, ...rest }: Wanted): Promise<void> {
  const ledger = ledgerOn(await engineOf(url), rest.pace, rest.observer, rest.listener);
  refuseOwnTransactions(ledger.sequelize);
  try {
    await ledger.open();
    await umzugOf(ledger, files, direction)[direction]({ migrations: [...names] });
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    throw migrationFailed(service, phase, error, await ledger.remainder(error.migration.name));
  } finally {
    await ledger.close();
  }
}

async function engineOf(url: string): Promise<Engine> {
  return isPostgres(url)
    ? (await import('./ledgers/postgres.ts')).postgresEngine(url)
    : (await import('./ledgers/mysql.ts')).mysqlEngine(url);
}

function umzugOf(ledger: Ledger, files: readonly MigrationFile[], direction: 'up' | 'down'): Umzug {
  return new Umzug({
    logger: undefined,
    migrations: files.map((file) => ({
      name: file.name,
      path: file.path,
      up: async () => ledger.apply(file, await loadMigration(file)),
      down: async () => ledger.revert(file, await loadMigration(file)),
    })),
    storage: {
      executed: () => ledger.applied(direction),
      // Logged and unlogged with the migration itself, by the ledger.
      logMigration: async () => undefined,
      unlogMigration: async () => undefined,
    },
  });
}
