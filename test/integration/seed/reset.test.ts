import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrateUp } from '../../../cli/actions/migrate.ts';
import { type SeedWish, seed } from '../../../cli/actions/seed.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { withClient } from '../../../cli/migrate/client.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Runtime } from '../../../cli/runtimes/contract.ts';
import { emptiedOf } from '../../../cli/seed/reset/emptied.ts';
import { countRows, emptyTables } from '../../../cli/seed/reset/empty-tables.ts';
import { mariadbMissing, type StartedDatabase, startMariadb, startPostgres } from '../../../shared/testing/index.ts';
import { migrate } from '../../../shared/testing/migrate.ts';
import { repository } from '../../support/aurora.ts';

const ENGINES = [
  ['PostgreSQL', startPostgres, undefined],
  ['MariaDB', startMariadb, mariadbMissing],
] as const;
const SUBJECT = `INSERT INTO subjects (id, code, name, version, created_at, updated_at)
  VALUES ('00000000-0000-4000-8000-000000000000', 'A', 'B', 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)`;
const EVENT = `INSERT INTO outbox (event_id, aggregate_type, aggregate_id, aggregate_version, "partition", type, schema_version, envelope)
  VALUES ('00000000-0000-4000-8000-000000000000', 'subject', 'x', 1, 0, 't', 1, '{}')`;

for (const [engine, start, missing] of ENGINES) {
  (missing === undefined ? describe : describe.skip)(`emptying a service, on ${engine}`, () => {
    let server: StartedDatabase;
    let fleet: Fleet;
    let databases = 0;

    beforeAll(async () => {
      server = await start();
      fleet = await loadFleet({ file: join(repository, 'aurora.config.yaml'), environment: 'development' });
    });
    afterAll(async () => {
      await server?.stop();
    });

    const subjects = () => emptiedOf(fleet).filter(({ service }) => service === 'subject-service');

    /** A database with a row, an event and a place from which events are sent. */
    async function filled(): Promise<string> {
      const url = await server.createDatabase(`emptied_${++databases}`);
      await migrate(url, join(repository, 'migrations/subject-service'));
      await run(url, SUBJECT);
      await run(url, EVENT);
      await run(
        url,
        `INSERT INTO outbox_leases ("partition", owner, fence, expires_at) VALUES (0, 'x', 7, CURRENT_TIMESTAMP)`,
      );
      return url;
    }

    async function run<T extends object>(url: string, sql: string): Promise<T[]> {
      const text = url.startsWith('postgres') ? sql : sql.replaceAll('"', '`');
      return withClient(url, (client) => client.query<T>(text));
    }

    it('leaves no row and no event, the log of migrations, and the order of events', async () => {
      const url = await filled();
      const [emptied] = subjects();
      await emptyTables(url, emptied as never);
      await emptyTables(url, emptied as never);
      const counts = await countRows(url, ['subjects', 'outbox', 'inbox', 'seed_runs', 'outbox_leases']);
      expect(Object.fromEntries(counts)).toEqual({ subjects: 0, outbox: 0, inbox: 0, seed_runs: 0, outbox_leases: 1 });
      await run(url, EVENT);
      const [event] = await run<{ position: string }>(url, 'SELECT position FROM outbox');
      expect(Number(event?.position)).toBeGreaterThan(1);
    });

    it('tells of a table of somebody’s own that refers to a row, and empties nothing', async () => {
      const url = await filled();
      const type = engine === 'MariaDB' ? 'CHAR(36) BINARY' : 'UUID';
      await run(url, `CREATE TABLE mine (subject_id ${type} REFERENCES subjects (id))`);
      await expect(emptyTables(url, subjects()[0] as never)).rejects.toMatchObject({
        code: 'reset_held',
        details: [expect.stringContaining('"mine" references "subjects"')],
        next: 'aurora db shell subject-service: empty that table first',
      });
      expect((await countRows(url, ['subjects'])).get('subjects')).toBe(1);
    });

    it('waits for whoever uses a table, and says so where that does not end', async () => {
      const url = await filled();
      await withClient(url, async (client) => {
        await client.query('BEGIN');
        await client.query('SELECT * FROM subjects');
        await expect(emptyTables(url, subjects()[0] as never)).rejects.toMatchObject({ code: 'reset_busy' });
        await client.query('COMMIT');
      });
      await emptyTables(url, subjects()[0] as never);
    });

    it('names what would be lost anywhere but in development, and asks for more in production', async () => {
      const url = await server.createDatabase(`emptied_${++databases}`);
      const only = fleet.services.filter(({ name }) => name === 'subject-service');
      const staging = { ...fleet, environment: 'staging', services: only };
      const lent: Pick<Runtime, 'withDatabases'> = {
        withDatabases: (_fleet, work) => work({ url: () => url, login: () => '' }),
      };
      await migrateUp(staging, lent as Runtime, {}, silentNarrator);
      await run(url, SUBJECT);
      const reset = (environment: string, wish: Partial<SeedWish>) =>
        seed(
          { ...staging, environment },
          lent as Runtime,
          { reset: true, allowProduction: false, ...wish },
          silentNarrator,
        );

      const loses = {
        code: 'reset_loses',
        exit: 'usage',
        details: ['subject-service.subjects: 1 rows', expect.stringContaining('events')],
        facts: { rows: { 'subject-service.subjects': 1 } },
      };
      const next = 'aurora seed --scale 5 --reset --yes, when you want that';
      await expect(reset('staging', { scale: ['5'] })).rejects.toMatchObject({ ...loses, next });
      await expect(reset('production', { yes: true })).rejects.toMatchObject({ code: 'production' });
      await expect(reset('production', { allowProduction: true })).rejects.toMatchObject(loses);
      expect((await countRows(url, ['subjects'])).get('subjects')).toBe(1);
    });
  });
}
