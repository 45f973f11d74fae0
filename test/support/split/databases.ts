import type { Fleet } from '../../../cli/config/model.ts';
import { migratedServices, migrationFiles } from '../../../cli/migrate/files.ts';
import { applyPending } from '../../../cli/migrate/run.ts';
import type { Runtime } from '../../../cli/runtimes/contract.ts';
import type { StartedMariadb, StartedPostgres } from '../../../shared/testing/index.ts';

/** The databases of a fleet on a server, with all tables and no rows, as a runtime lends them. */
export async function databasesFor(
  fleet: Fleet,
  server: StartedPostgres | StartedMariadb,
  prefix: string,
  environment: Record<string, string> = {},
): Promise<{ runtime: Runtime; url(service: string): string }> {
  const urls = new Map<string, string>();
  for (const service of await migratedServices(fleet)) {
    const url = await server.createDatabase(`${prefix}_${service.replaceAll('-', '_')}`);
    urls.set(service, url);
    await applyPending({
      service,
      url,
      files: () => migrationFiles(fleet, service),
      to: undefined,
      onWait: () => undefined,
    });
  }
  const url = (service: string) => urls.get(service) as string;
  const runtime = {
    withDatabases: (_: Fleet, work: (databases: { url: typeof url }) => unknown) => work({ url }),
    environmentOf: async () => environment,
  };
  return { runtime: runtime as unknown as Runtime, url };
}
