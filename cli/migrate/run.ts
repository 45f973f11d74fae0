import { AuroraError } from '../errors.ts';
import type { MigrationFile } from './files.ts';
import type { Listener } from './ledgers/contract.ts';
import { withLock } from './lock.ts';
import { readLog } from './log.ts';
import { type Pace, paceOf } from './pace.ts';
import { type MigrationState, statesOf } from './state.ts';

export interface MigrationRun extends Listener {
  readonly service: string;
  /** All migrations of the service; asked for under the lock. */
  readonly files: () => Promise<readonly MigrationFile[]>;
  /** Of the owner's login. */
  readonly url: string;
  /** The last migration to apply, or the last to revert; absent: all pending, or one. */
  readonly to?: string | undefined;
  /** Absent: as the environment has it. */
  readonly pace?: Pace;
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
 * @throws AuroraError `migration_failed`, `migration_edited`, `migration_locked`, `no_such_migration`
 */
export function applyPending(run: MigrationRun): Promise<Ran> {
  return locked(run, 'up', (states) => {
    requireUnedited(run.service, states);
    return states.filter(({ state, name }) => isDue(state) && (run.to === undefined || name <= run.to));
  });
}

/** Whether `up` has something to do. */
export function isDue(state: MigrationState['state']): boolean {
  return state === 'pending' || state === 'interrupted';
}

/**
 * Reverts the newest migration, or all down to and with `to`.
 * @throws AuroraError `migration_failed`, `migration_missing`, `migration_locked`, `no_such_migration`
 */
export function revert(run: MigrationRun): Promise<Ran> {
  return locked(run, 'down', (states) => {
    const newestFirst = states.filter(({ state }) => state !== 'pending').toReversed();
    const { to } = run;
    const chosen = to === undefined ? newestFirst.slice(0, 1) : newestFirst.filter(({ name }) => name >= to);
    requireFiles(run.service, chosen);
    return chosen;
  });
}

/** Under the lock: looks, chooses, runs. Umzug and Sequelize are loaded only where there is something to do. */
function locked(
  { service, files: list, url, to, pace = paceOf(process.env), ...listener }: MigrationRun,
  direction: 'up' | 'down',
  choose: (states: readonly MigrationState[]) => readonly MigrationState[],
): Promise<Ran> {
  return withLock(
    url,
    (holder) => listener.onWait(holder),
    async (client) => {
      const files = await list();
      const states = statesOf(files, await readLog(client));
      requireKnown(service, to, states);
      const migrations = choose(states).map(({ name }) => name);
      if (migrations.length > 0) {
        const { runMigrations } = await import('./migrator.ts');
        await runMigrations({ service, url, files, direction, names: migrations, pace, observer: client, listener });
      }
      return { migrations, missing: states.filter(({ state }) => state === 'missing').map(({ name }) => name) };
    },
  );
}

function requireKnown(service: string, name: string | undefined, states: readonly MigrationState[]): void {
  if (name === undefined || states.some((state) => state.name === name)) return;
  throw new AuroraError('no_such_migration', `${service} has no migration ${name}.`, {
    exit: 'usage',
    details: states.map((state) => `${state.name} (${state.state})`),
    next: 'aurora migrate status',
  });
}

/** What ran is not what the file says now: databases that look alike would differ. */
function requireUnedited(service: string, states: readonly MigrationState[]): void {
  const edited = states.filter(({ state }) => state === 'edited').map(({ name }) => name);
  if (edited.length === 0) return;
  throw new AuroraError('migration_edited', `${edited.join(', ')} of ${service} changed after it was applied.`, {
    exit: 'failed',
    details: [
      'What the database holds is no longer what the file says.',
      `Or, before anybody else has it: restore it, aurora migrate down ${service}, change it, aurora migrate up ${service}`,
    ],
    next: `restore the file and put the change into a new one: aurora migrate create ${service} <verb-noun>`,
  });
}

function requireFiles(service: string, chosen: readonly MigrationState[]): void {
  const missing = chosen.filter(({ state }) => state === 'missing').map(({ name }) => name);
  if (missing.length === 0) return;
  throw new AuroraError('migration_missing', `${missing.join(', ')} of ${service} was applied, and its file is gone.`, {
    exit: 'failed',
    details: ['Only the file says how it is reverted.'],
    next: `restore migrations/${service}/${missing[0]}.ts from version control, then run it again`,
  });
}
