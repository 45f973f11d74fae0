import { pathToFileURL } from 'node:url';
import type { QueryInterface, Sequelize } from 'sequelize';
import type { Backfill } from './backfill/contract.ts';
import type { MigrationFile } from './files.ts';
import { unreadable } from './unreadable.ts';

/** What a migration is called with. */
export interface MigrationContext {
  readonly queryInterface: QueryInterface;
  readonly sequelize: Sequelize;
  /** Changes rows in batches, each committed by itself; a killed one goes on where it was. Only where `transaction` is false. */
  readonly backfill: (work: Backfill) => Promise<void>;
}

export type Phase = 'expand' | 'contract';

/** What the file of a migration exports. */
export interface MigrationModule {
  /** `contract`: only once nothing of the version before runs. */
  readonly phase: Phase;
  /** Whether it is one transaction, where the engine has that. */
  readonly transaction: boolean;
  /** What lint finds and is wanted all the same: rule → reason. */
  readonly allow: Readonly<Record<string, string>>;
  way(direction: 'up' | 'down'): (context: MigrationContext) => Promise<void>;
}

/**
 * Loads the file of a migration.
 * @throws Error that says what is wrong with what it exports
 */
export async function loadMigration({ path }: Pick<MigrationFile, 'path'>): Promise<MigrationModule> {
  const module: Record<string, unknown> = await import(pathToFileURL(path).href);
  const { phase = 'expand', transaction = true, allow = {} } = module;
  if (phase !== 'expand' && phase !== 'contract') throw new Error(`Its phase is neither 'expand' nor 'contract'.`);
  if (typeof transaction !== 'boolean') throw new Error('Its transaction is neither true nor false.');
  if (!isReasons(allow)) throw new Error('Its allow is no object of rules, each with a reason in words.');
  return {
    phase,
    transaction,
    allow,
    way(direction) {
      const way = module[direction];
      if (typeof way !== 'function') throw new Error(`It exports no function "${direction}".`);
      return async (context) => way(context);
    },
  };
}

function isReasons(allow: unknown): allow is Record<string, string> {
  if (typeof allow !== 'object' || allow === null || Array.isArray(allow)) return false;
  return Object.values(allow).every((reason) => typeof reason === 'string' && reason.trim() !== '');
}

/** @throws AuroraError `migration_unreadable` */
export async function phaseOf(service: string, file: MigrationFile): Promise<Phase> {
  try {
    return (await loadMigration(file)).phase;
  } catch (cause) {
    throw unreadable(service, file.name, cause);
  }
}
