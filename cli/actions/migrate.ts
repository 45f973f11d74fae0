import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { createMigration } from '../migrate/create.ts';
import { migratedServices } from '../migrate/files.ts';
import { applyPending, revert } from '../migrate/run.ts';
import { readMigrations, type ServiceMigrations } from '../migrate/state.ts';
import type { Narrator } from '../narrator.ts';
import type { Databases, Runtime } from '../runtimes/contract.ts';

export interface Migrated {
  readonly service: string;
  /** Names in the order they ran. */
  readonly migrations: readonly string[];
}

/** Applies pending migrations of one service or of all, each service's in a step of its own, all services at once. */
export async function migrateUp(
  fleet: Fleet,
  runtime: Runtime,
  { service, to }: { service?: string | undefined; to?: string | undefined },
  narrator: Narrator,
): Promise<Migrated[]> {
  const services = await chosen(fleet, service);
  return runtime.withDatabases(fleet, (databases) => applyAll(fleet, databases, services, narrator, to));
}

/** The same against databases that are lent already, as `up` does between its levels. */
export function applyAll(
  fleet: Fleet,
  databases: Databases,
  services: readonly string[],
  narrator: Narrator,
  to?: string,
): Promise<Migrated[]> {
  return Promise.all(
    services.map((service) =>
      narrator.step(`migrate ${service}`, async (step) => {
        const onWait = (holder: string) => step.note(`waiting for ${holder}`);
        const migrations = await applyPending({ fleet, service, url: databases.url(service), to, onWait });
        step.note(migrations.length === 0 ? 'up to date' : migrations.join(', '));
        return { service, migrations };
      }),
    ),
  );
}

/** Reverts the newest migration of a service, or all down to and with `to`. */
export async function migrateDown(
  fleet: Fleet,
  runtime: Runtime,
  { service, to }: { service: string; to?: string | undefined },
  narrator: Narrator,
): Promise<Migrated> {
  await chosen(fleet, service);
  return runtime.withDatabases(fleet, (databases) =>
    narrator.step(`revert ${service}`, async (step) => {
      const onWait = (holder: string) => step.note(`waiting for ${holder}`);
      const migrations = await revert({ fleet, service, url: databases.url(service), to, onWait });
      step.note(migrations.length === 0 ? 'nothing to revert' : migrations.join(', '));
      return { service, migrations };
    }),
  );
}

export function migrateStatus(fleet: Fleet, runtime: Runtime): Promise<ServiceMigrations[]> {
  return runtime.withDatabases(fleet, (databases) => readMigrations(fleet, databases));
}

/** Writes an empty migration with the next number and returns its path. */
export async function migrateCreate(fleet: Fleet, service: string, name: string): Promise<string> {
  requireService(fleet, service);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name) || name.length > 80) {
    throw new AuroraError('migration_name', `"${name}" is no name for a migration.`, {
      exit: 'usage',
      details: ['A migration is named verb-noun in kebab-case, 80 characters at most.'],
      next: `aurora migrate create ${service} add-price`,
    });
  }
  return createMigration(fleet, service, name);
}

async function chosen(fleet: Fleet, service: string | undefined): Promise<string[]> {
  const services = await migratedServices(fleet);
  if (service === undefined) return services;
  requireService(fleet, service);
  if (services.includes(service)) return [service];
  throw new AuroraError('no_migrations', `${service} has no migrations.`, {
    exit: 'usage',
    next: `aurora migrate create ${service} <verb-noun>`,
  });
}

function requireService(fleet: Fleet, service: string): void {
  if (fleet.services.some(({ name }) => name === service)) return;
  throw new AuroraError('no_such_service', `The fleet ${fleet.name} has no service ${service}.`, {
    exit: 'usage',
    details: [`Its services: ${fleet.services.map(({ name }) => name).join(', ')}`],
    next: 'aurora config show',
  });
}
