import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { inWords } from '../migrate/backfill/progress.ts';
import { createMigration } from '../migrate/create.ts';
import { migratedServices, migrationFiles } from '../migrate/files.ts';
import type { Listener } from '../migrate/ledgers/contract.ts';
import { applyPending, type MigrationRun, type Ran, revert } from '../migrate/run.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import type { Databases } from '../runtimes/databases.ts';
import { requireDatabase } from './running.ts';

export interface Migrated {
  readonly service: string;
  /** Names in the order they ran. */
  readonly migrations: readonly string[];
}

/** What of it, and how. */
export type UpOptions = Pick<MigrationRun, 'to' | 'phase' | 'pace'>;

/** Applies pending migrations of one service or of all, each service's in a step of its own, all services at once. */
export async function migrateUp(
  fleet: Fleet,
  runtime: Runtime,
  { service, ...options }: { service?: string | undefined } & UpOptions,
  narrator: Narrator,
): Promise<Migrated[]> {
  requireServiceOf(options.to, service);
  const services = service === undefined ? await migratedServices(fleet) : [await requireMigrations(fleet, service)];
  return runtime.withDatabases(fleet, (databases) => applyAll(fleet, databases, services, narrator, options));
}

/** The same against databases that are lent already, as `up` does between its levels. */
export async function applyAll(
  fleet: Fleet,
  databases: Databases,
  services: readonly string[],
  narrator: Narrator,
  options: UpOptions = {},
): Promise<Migrated[]> {
  const work = services.map((service) =>
    step(`migrate ${service}`, 'up to date', narrator, (listener) =>
      applyPending({
        ...{ ...options, ...listener, service },
        files: () => migrationFiles(fleet, service),
        url: databases.url(service),
      }),
    ),
  );
  // None may be left running when the databases are taken away again.
  await Promise.allSettled(work);
  const done = await Promise.all(work);
  return done.map(({ migrations }, index) => ({ service: services[index] ?? '', migrations }));
}

/** Reverts the newest migration of a service, or all down to and with `to`. */
export async function migrateDown(
  fleet: Fleet,
  runtime: Runtime,
  { service, ...options }: { service: string } & Pick<MigrationRun, 'to' | 'pace'>,
  narrator: Narrator,
): Promise<Migrated> {
  await requireMigrations(fleet, service);
  const { migrations } = await runtime.withDatabases(fleet, (databases) =>
    step(`revert ${service}`, 'nothing to revert', narrator, (listener) =>
      revert({
        ...{ ...options, ...listener, service },
        files: () => migrationFiles(fleet, service),
        url: databases.url(service),
      }),
    ),
  );
  return { service, migrations };
}

/** Writes an empty migration with the next number and returns its path. */
export async function migrateCreate(fleet: Fleet, service: string, name: string): Promise<string> {
  requireDatabase(fleet, service);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name) || name.length > 80) {
    throw new AuroraError('migration_name', `"${name}" is no name for a migration.`, {
      exit: 'usage',
      details: ['A migration is named verb-noun in kebab-case, 80 characters at most.'],
      next: `aurora migrate create ${service} add-price`,
    });
  }
  return createMigration(fleet, service, name);
}

function step(
  title: string,
  idle: string,
  narrator: Narrator,
  run: (listener: Listener) => Promise<Ran>,
): Promise<Ran> {
  return narrator.step(title, async (shown) => {
    const ran = await run({
      onWait: (holder) => shown.note(`waiting for ${holder}`),
      onBackfill: (name, progress) => shown.note(`${name}: ${inWords(progress)}`),
    });
    shown.note(ran.migrations.join(', ') || idle);
    for (const name of ran.missing) narrator.warn(`${title}: ${name} was applied, and its file is gone`);
    return ran;
  });
}

/** @throws AuroraError `service_missing`: names of migrations are a service's */
export function requireServiceOf(to: string | undefined, service: string | undefined): void {
  if (to === undefined || service !== undefined) return;
  throw new AuroraError('service_missing', `--to ${to} needs the service that has this migration.`, {
    exit: 'usage',
    next: `aurora migrate up <service> --to ${to}`,
  });
}

/** @throws AuroraError `no_migrations` */
export async function requireMigrations(fleet: Fleet, service: string): Promise<string> {
  requireDatabase(fleet, service);
  if ((await migratedServices(fleet)).includes(service)) return service;
  throw new AuroraError('no_migrations', `${service} has no migrations.`, {
    exit: 'usage',
    next: `aurora migrate create ${service} <verb-noun>`,
  });
}
