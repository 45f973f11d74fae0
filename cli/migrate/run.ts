import { MigrationError } from 'umzug';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { withLock } from './lock.ts';
import { openMigrator } from './migrator.ts';
import { type MigrationState, readService } from './state.ts';

export interface MigrationRun {
  readonly fleet: Fleet;
  readonly service: string;
  /** Of the owner's login. */
  readonly url: string;
  /** The last migration to apply, or the last to revert; absent: all pending, or one. */
  readonly to?: string | undefined;
  /** Told when somebody else is migrating the same database. */
  readonly onWait: (holder: string) => void;
}

/**
 * Applies what is pending and returns the names.
 * @throws AuroraError `migration_failed`, `migration_edited`, `migration_locked`, `no_such_migration`
 */
export function applyPending({ fleet, service, url, to, onWait }: MigrationRun): Promise<string[]> {
  return withLock(url, onWait, async () => {
    const states = await readService(fleet, service, url);
    requireKnown(service, to, states);
    requireUnedited(service, states);
    await using migrator = await openMigrator(fleet, service, url);
    const done = await migrator.umzug.up(to ? { to } : {}).catch((error) => fail(service, error));
    return done.map(({ name }) => name);
  });
}

/** Reverts the newest migration, or down to and with `to`, and returns the names. */
export function revert({ fleet, service, url, to, onWait }: MigrationRun): Promise<string[]> {
  return withLock(url, onWait, async () => {
    requireKnown(service, to, await readService(fleet, service, url));
    await using migrator = await openMigrator(fleet, service, url);
    const done = await migrator.umzug.down(to ? { to } : {}).catch((error) => fail(service, error));
    return done.map(({ name }) => name);
  });
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
    details: ['What the database holds is no longer what the file says.'],
    next: `Restore the file and put the change into a new one (aurora migrate create ${service} <name>), or take it back first with the old file: aurora migrate down ${service}`,
  });
}

function fail(service: string, error: unknown): never {
  if (!(error instanceof MigrationError)) throw error;
  const { name, direction } = error.migration;
  const cause = error.jse_cause as { message?: string; sql?: string };
  throw new AuroraError('migration_failed', `Migration ${service}/${name} failed on its way ${direction}.`, {
    exit: 'failed',
    details: [cause.message ?? String(cause), ...(cause.sql ? [`SQL: ${cause.sql}`] : [])],
    next: `Nothing of it was applied. Correct migrations/${service}/${name}.ts and run: aurora migrate ${direction} ${service}`,
    cause: error,
  });
}
