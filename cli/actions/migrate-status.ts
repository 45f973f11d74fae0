import type { Fleet } from '../config/model.ts';
import { migrationFiles } from '../migrate/files.ts';
import { loadMigration, type Phase } from '../migrate/module.ts';
import { type MigrationState, readMigrations } from '../migrate/state.ts';
import type { Runtime } from '../runtimes/contract.ts';

export interface MigrationStatus extends MigrationState {
  /** Null where the file is missing or cannot be read. */
  readonly phase: Phase | null;
}

export interface ServiceStatus {
  readonly service: string;
  readonly migrations: readonly MigrationStatus[];
}

/** What is applied, pending, or in need of somebody. */
export async function migrateStatus(fleet: Fleet, runtime: Runtime): Promise<ServiceStatus[]> {
  const services = await runtime.withDatabases(fleet, (databases) => readMigrations(fleet, databases));
  return Promise.all(
    services.map(async ({ service, migrations }) => {
      const files = new Map((await migrationFiles(fleet, service)).map((file) => [file.name, file]));
      const phaseOf = async (name: string): Promise<Phase | null> => {
        const file = files.get(name);
        if (!file) return null;
        // What is wrong with it, whoever runs it is told.
        return loadMigration(file).then(
          ({ phase }) => phase,
          () => null,
        );
      };
      return {
        service,
        migrations: await Promise.all(migrations.map(async (each) => ({ ...each, phase: await phaseOf(each.name) }))),
      };
    }),
  );
}
