import { migrationFiles } from '../../../../../cli/migrate/files.ts';
import { applyPending } from '../../../../../cli/migrate/run.ts';
import { provisionMysql } from '../../../../../cli/runtimes/databases/mysql.ts';
import { provisionPostgres } from '../../../../../cli/runtimes/databases/postgres.ts';
import type { LentDatabases } from '../../../../../cli/runtimes/databases.ts';
import { isPostgres } from '../../../../../cli/runtimes/databases.ts';
import type { StartedMariadb, StartedPostgres } from '../../../../../shared/testing/index.ts';
import { GeneratedFleet } from '../../../../templates/support/generated-fleet.ts';

export const SERVICE = 'orders-service';

const CONFIG = `version: 1
name: shop
services:
  api-gateway: { kind: gateway, port: 8000 }
  settings: { kind: config, port: 8002 }
  file-service: { kind: file, port: 8003 }
  orders-service:
    kind: domain
    port: 8001
    entities:
      Tag:
        fields:
          name: { type: string, required: true, maxLength: 20 }
      Customer:
        softDelete: true
        fields:
          email: { type: email, required: true, unique: true }
      Order:
        indexes: [[placedOn]]
        fields:
          code: { type: string, required: true, unique: true, maxLength: 32 }
          state: { type: enum, values: [open, closed], default: open }
          total: { type: decimal, precision: 10, scale: 2 }
          note: { type: text }
          data: { type: json }
          placedOn: { type: date }
          customerId: { references: Customer, required: true }
          tagIds: { references: Tag, many: true }
          receiptId: { references: file-service.File }
`;

/** A fleet with all that tables can have. */
export async function generatedShop(): Promise<GeneratedFleet> {
  const shop = new GeneratedFleet({ text: CONFIG });
  await shop.generate();
  return shop;
}

/** Databases as a runtime lends them, in which nothing is yet; each service's is called by it and a number. */
export async function provisioned(
  server: StartedPostgres | StartedMariadb,
  services: readonly string[],
): Promise<LentDatabases> {
  const number = ++count;
  const nameOf = (service: string) => `${service.replaceAll('-', '_')}_${number}`;
  const scheme = isPostgres(server.url()) ? 'postgres' : 'mysql';
  const urlAs = (suffix: string) => (service: string) =>
    `${scheme}://${nameOf(service)}${suffix}:secret@127.0.0.1:${server.port}/${nameOf(service)}`;
  const provision = scheme === 'postgres' ? provisionPostgres : provisionMysql;
  const wanted = services.map(nameOf).map((name) => ({
    ...{ name, owner: { name: `${name}_owner`, password: 'secret' }, user: { name, password: 'secret' } },
  }));
  await provision(server.url(), wanted);
  return { url: urlAs('_owner'), login: urlAs('') };
}

let count = 0;

export async function migrateUp(shop: GeneratedFleet, databases: LentDatabases, service = SERVICE): Promise<void> {
  const fleet = await shop.fleet();
  await applyPending({
    service,
    files: () => migrationFiles(fleet, service),
    url: databases.url(service),
    onWait: () => undefined,
  });
}
