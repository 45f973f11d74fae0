import type { Fleet } from '../config/model.ts';
import type { Databases } from '../runtimes/databases.ts';
import { withClient } from './client.ts';
import { type MigrationFile, migratedServices, migrationFiles } from './files.ts';
import { type Interrupted, interruptedOf } from './interrupted.ts';
import { type Applied, readLog } from './log.ts';

export interface ServiceMigrations {
  readonly service: string;
  readonly migrations: readonly MigrationState[];
}

export interface MigrationState {
  readonly name: string;
  /**
   * `edited`: applied, and changed since. `missing`: applied, and its file is gone. `interrupted`: cut off on its way; up
   * goes on where it stopped.
   */
  readonly state: 'applied' | 'pending' | 'edited' | 'missing' | 'interrupted';
  /** ISO 8601; null while pending. */
  readonly appliedAt: string | null;
  readonly appliedBy: string | null;
  readonly durationMs: number | null;
  /** Of Aurora, that applied it. */
  readonly version: string | null;
  /** How far it came, where it is interrupted. */
  readonly interrupted: Interrupted | null;
}

/** Files against databases, for every service that has migrations, or those of them that are named. Only a driver is loaded: `up` asks each time. */
export async function readMigrations(
  fleet: Fleet,
  databases: Databases,
  named?: readonly string[],
): Promise<ServiceMigrations[]> {
  const services = (await migratedServices(fleet)).filter((service) => named?.includes(service) ?? true);
  return Promise.all(
    services.map(async (service) => {
      const [files, log] = await Promise.all([
        migrationFiles(fleet, service),
        withClient(databases.url(service), readLog),
      ]);
      return { service, migrations: statesOf(files, log) };
    }),
  );
}

/** Files against what a database records, in the order of their numbers. */
export function statesOf(files: readonly MigrationFile[], log: readonly Applied[]): MigrationState[] {
  const applied = new Map(log.map((entry) => [entry.name, entry]));
  const checksums = new Map(files.map((file) => [file.name, file.checksum]));
  const names = [...new Set([...checksums.keys(), ...applied.keys()])].sort();
  return names.map((name) => {
    const entry = applied.get(name);
    return {
      name,
      state: stateOf(checksums.get(name), entry),
      appliedAt: entry?.applied_at.toISOString() ?? null,
      appliedBy: entry?.applied_by ?? null,
      durationMs: entry?.duration_ms ?? null,
      version: entry?.aurora_version ?? null,
      interrupted: entry ? interruptedOf(entry) : null,
    };
  });
}

function stateOf(checksum: string | undefined, entry: Applied | undefined): MigrationState['state'] {
  if (!entry) return 'pending';
  if (checksum === undefined) return 'missing';
  if (entry.direction) return 'interrupted';
  return entry.checksum === checksum ? 'applied' : 'edited';
}
