import type { Fleet } from '../config/model.ts';
import type { Choice } from '../migrate/choose.ts';
import { dryRun, type Planned } from '../migrate/dry-run.ts';
import { migratedServices, migrationFiles } from '../migrate/files.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { requireMigrations, requireServiceOf } from './migrate.ts';

export interface PlannedOfService {
  readonly service: string;
  readonly migrations: readonly Planned[];
}

/** What `up` or `down` would ask of the databases: of one service, or of all. */
export async function migrateDryRun(
  fleet: Fleet,
  runtime: Runtime,
  { service, ...choice }: Partial<Choice>,
  direction: 'up' | 'down',
): Promise<PlannedOfService[]> {
  requireServiceOf(choice.to, service);
  const services = service === undefined ? await migratedServices(fleet) : [await requireMigrations(fleet, service)];
  return runtime.withDatabases(fleet, (databases) =>
    Promise.all(
      services.map(async (each) => {
        const files = await migrationFiles(fleet, each);
        return {
          service: each,
          migrations: await dryRun({ ...choice, service: each, files, url: databases.url(each) }, direction),
        };
      }),
    ),
  );
}

/** As a script of SQL, with comments. */
export function asSql(services: readonly PlannedOfService[]): string[] {
  return services.flatMap(({ service, migrations }) =>
    migrations.length === 0
      ? [`-- ${service}: nothing to do`]
      : migrations.flatMap(({ name, phase, transaction, statements }) => [
          `-- ${service}/${name}, ${phase}, ${transaction ? 'in one transaction' : 'statement by statement'}`,
          ...statements.map(({ sql }) => (sql.trimEnd().endsWith(';') ? sql.trimEnd() : `${sql.trimEnd()};`)),
        ]),
  );
}
