import { type Choice, dueOf, revertedOf } from './choose.ts';
import type { MigrationFile } from './files.ts';
import type { Listener } from './ledgers/contract.ts';
import { withLock } from './lock.ts';
import { readLog } from './log.ts';
import { type Pace, paceOf } from './pace.ts';
import { type MigrationState, statesOf } from './state.ts';

export interface MigrationRun extends Choice, Listener {
  /** All migrations of the service; asked for under the lock. */
  readonly files: () => Promise<readonly MigrationFile[]>;
  /** Of the owner's login. */
  readonly url: string;
  /** Absent: as the environment has it. */
  readonly pace?: Partial<Pace>;
}

/** What a run has done to one database. */
export interface Ran {
  /** Names in the order they ran. */
  readonly migrations: readonly string[];
  /** Applied once, and their files are gone: the database is ahead of these files. */
  readonly missing: readonly string[];
}

/**
 * Applies what is pending.
 * @throws AuroraError `migration_failed`, `migration_edited`, `migration_locked`, `no_such_migration`, `expand_pending`, `contract_pending`
 */
export function applyPending(run: MigrationRun): Promise<Ran> {
  return locked(run, 'up', (files, states) => dueOf(run, files, states));
}

/**
 * Reverts the newest migration, or all down to and with `to`.
 * @throws AuroraError `migration_failed`, `migration_missing`, `migration_locked`, `no_such_migration`
 */
export function revert(run: MigrationRun): Promise<Ran> {
  return locked(run, 'down', async (_files, states) => revertedOf(run, states));
}

type Choose = (
  files: readonly MigrationFile[],
  states: readonly MigrationState[],
) => Promise<readonly MigrationState[]>;

/** Under the lock: looks, chooses, runs. Umzug and Sequelize are loaded only where there is something to do. */
function locked(
  { service, files: list, url, pace: given, phase, ...listener }: MigrationRun,
  direction: 'up' | 'down',
  choose: Choose,
): Promise<Ran> {
  return withLock(
    url,
    (holder) => listener.onWait(holder),
    async (client) => {
      const files = await list();
      const states = statesOf(files, await readLog(client));
      const migrations = (await choose(files, states)).map(({ name }) => name);
      if (migrations.length > 0) {
        const { runMigrations } = await import('./migrator.ts');
        const pace = { ...paceOf(process.env), ...given };
        await runMigrations({
          service,
          url,
          files,
          direction,
          phase,
          names: migrations,
          pace,
          observer: client,
          listener,
        });
      }
      return { migrations, missing: states.filter(({ state }) => state === 'missing').map(({ name }) => name) };
    },
  );
}
