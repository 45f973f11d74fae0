import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrateDown, migrateUp } from '../../../cli/actions/migrate.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { migratedServices, migrationFiles } from '../../../cli/migrate/files.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { lending } from './support/orders.ts';

let postgres: StartedPostgres;
let fleet: Fleet;
beforeAll(async () => {
  postgres = await startPostgres();
  fleet = await loadFleet({ file: join(repository, 'aurora.config.yaml') });
});
afterAll(() => postgres.stop());

describe('the migrations of the fleet in this repository', () => {
  it('lead up, back to nothing, and up again to the same', async () => {
    const services = await migratedServices(fleet);
    expect(services).toEqual(['config-service', 'subject-service', 'file-service', 'syllabus-service']);
    for (const service of services) await postgres.createDatabase(service);
    const runtime = lending({ url: (service) => postgres.url(service) });

    await migrateUp(fleet, runtime, {}, silentNarrator);
    for (const service of services) {
      const files = (await migrationFiles(fleet, service)).map(({ name }) => name);
      const first = await columns(service);
      expect(first).toContain('outbox.envelope');

      const { migrations } = await migrateDown(fleet, runtime, { service, to: files[0] }, silentNarrator);
      expect(migrations).toEqual(files.toReversed());
      expect((await columns(service)).filter((column) => !column.startsWith('schema_migrations.'))).toEqual([]);

      await migrateUp(fleet, runtime, { service }, silentNarrator);
      expect(await columns(service)).toEqual(first);
    }
  });
});

async function columns(database: string): Promise<string[]> {
  const client = new pg.Client(postgres.url(database));
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
