import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDatabase, until } from '../../../shared/testing/index.ts';
import { type RunningService, startService } from '../../shared/app/support/service.ts';

describe('a service that counts on a migration', () => {
  const parts = new AsyncDisposableStack();
  let service: RunningService;
  beforeAll(async () => {
    const server = parts.use(await startDatabase());
    service = parts.use(
      await startService(async () => {}, {
        needs: { database: true, broker: false, configService: true },
        env: { DATABASE_URL: await server.createDatabase('things'), EXPECTED_MIGRATION: '0002-add-price' },
      }),
    );
  });
  afterAll(() => parts.disposeAsync());

  const run = (text: string) => service.app.database.query({ text });
  /** Status, what is wrong with its migrations, and what the metric says, once nobody shares an older answer. */
  async function becomes(status: string, missing: number): Promise<unknown> {
    const { dependencies } = await until(async () => {
      const { body } = await service.app.inject({ url: '/metrics' });
      const report = (await service.app.inject({ url: '/health/ready' })).json();
      const isTold = body.includes(`database_migration_missing{service="thing-service"} ${missing}\n`);
      return isTold && report.status === status && report;
    });
    return dependencies.find(({ name }: { name: string }) => name === 'migrations');
  }

  it('is degraded where its database was never migrated, and says what to do', async () => {
    expect(await becomes('degraded', 1)).toMatchObject({
      critical: false,
      lastError: '0002-add-price is not in its database: aurora migrate up thing-service',
    });
  });

  it('is ready once it has been applied, whole, whatever else a later version has brought', async () => {
    await run('CREATE TABLE schema_migrations (name VARCHAR(255) PRIMARY KEY, direction VARCHAR(4))');
    await run("INSERT INTO schema_migrations VALUES ('0001-create-things', NULL), ('0002-add-price', 'up')");
    await becomes('degraded', 1);
    await run("UPDATE schema_migrations SET direction = NULL WHERE name = '0002-add-price'");
    expect(await becomes('ready', 0)).toMatchObject({ status: 'up', detail: { expected: '0002-add-price' } });
    await run("INSERT INTO schema_migrations VALUES ('0003-drop-price', NULL)");
    await becomes('ready', 0);
    await run("DELETE FROM schema_migrations WHERE name = '0002-add-price'");
    await becomes('degraded', 1);
  });

  it('knows the log of an older Aurora, which has no direction', async () => {
    await run('DROP TABLE schema_migrations');
    await run('CREATE TABLE schema_migrations (name VARCHAR(255) PRIMARY KEY)');
    await run("INSERT INTO schema_migrations VALUES ('0002-add-price')");
    await becomes('ready', 0);
  });
});
