import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrateVerify } from '../../../../cli/actions/migrate-verify.ts';
import { withClient } from '../../../../cli/migrate/client.ts';
import { printFindings } from '../../../../cli/migrate/verify/print.ts';
import { silentNarrator } from '../../../../cli/narrators/silent.ts';
import type { LentDatabases } from '../../../../cli/runtimes/databases.ts';
import { migrationChecks } from '../../../../cli/verify/checks/migrations.ts';
import type { Target } from '../../../../cli/verify/contract.ts';
import { type StartedPostgres, startPostgres } from '../../../../shared/testing/index.ts';
import type { GeneratedFleet } from '../../../templates/support/generated-fleet.ts';
import { lending } from '../support/orders.ts';
import { generatedShop, migrateUp, provisioned, SERVICE } from './support/shop.ts';

const SERVICES = ['settings', 'file-service', SERVICE];

let server: StartedPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const run = (databases: LentDatabases, ...statements: string[]) =>
  withClient(databases.url(SERVICE), async (client) => {
    for (const sql of statements) await client.query(sql);
  });

async function verify(shop: GeneratedFleet, databases: LentDatabases, service?: string) {
  const warnings: string[] = [];
  const narrator = { ...silentNarrator, warn: (text: string) => void warnings.push(text) };
  const services = await migrateVerify(await shop.fleet(), lending(databases), service, narrator);
  return { services, warnings };
}

const write = (shop: GeneratedFleet, name: string, phase: string, sql: string) =>
  writeFile(
    join(shop.root, 'migrations', SERVICE, `${name}.ts`),
    `export const phase = '${phase}';\nexport const up = ({ sequelize }) => sequelize.query('${sql}');\nexport const down = up;\n`,
  );

describe('aurora migrate verify', () => {
  it('looks at the databases of all services, or of one', async () => {
    using shop = await generatedShop();
    const databases = await provisioned(server, SERVICES);
    for (const service of SERVICES.slice(1)) await migrateUp(shop, databases, service);
    const { services, warnings } = await verify(shop, databases);
    expect(services.map(({ service, findings }) => [service, findings.length])).toEqual([
      // All its tables are missing.
      ['settings', 9],
      ['file-service', 0],
      [SERVICE, 0],
    ]);
    expect(services[0]?.findings[0]).toMatchObject({
      ...{
        table: 'outbox',
        problem: 'missing',
        migration: '0001-create-messaging',
        next: 'aurora migrate up settings',
      },
    });
    expect(warnings).toEqual([]);
    expect((await verify(shop, databases, SERVICE)).services).toEqual([{ service: SERVICE, findings: [] }]);
    await expect(verify(shop, databases, 'api-gateway')).rejects.toMatchObject({ exit: 'usage' });
  });

  it('tells what a pending contract will take away, which is no error', async () => {
    using shop = await generatedShop();
    const databases = await provisioned(server, [SERVICE]);
    await migrateUp(shop, databases);
    await run(
      databases,
      'ALTER TABLE orders ADD COLUMN label text',
      'ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0',
    );
    await write(shop, '0090-drop-label', 'contract', 'ALTER TABLE orders DROP COLUMN label');
    const { services } = await verify(shop, databases, SERVICE);
    const contract = {
      ...{ severity: 'contract', name: 'label', problem: 'extra', migration: '0090-drop-label' },
      next: `aurora migrate up ${SERVICE}, once nothing of the version before runs`,
    };
    expect(services[0]?.findings).toMatchObject([
      { severity: 'error', name: 'total', problem: 'differs', migration: null },
      contract,
    ]);
    expect(printFindings(services).join('\n')).toContain('column label is extra (0090-drop-label is pending)');
  });

  it('sends whoever lacks a migration to it', async () => {
    using shop = await generatedShop();
    const databases = await provisioned(server, [SERVICE]);
    await migrateUp(shop, databases);
    await run(databases, 'ALTER TABLE orders DROP COLUMN note');
    await write(shop, '0090-add-note', 'expand', 'ALTER TABLE orders ADD COLUMN note text');
    const { services } = await verify(shop, databases, SERVICE);
    expect(services[0]?.findings).toMatchObject([
      { severity: 'error', name: 'note', migration: '0090-add-note', next: `aurora migrate up ${SERVICE}` },
    ]);
  });

  it('names a pending migration that cannot be read', async () => {
    using shop = await generatedShop();
    const databases = await provisioned(server, [SERVICE]);
    await write(shop, '0090-add-note', 'someday', 'SELECT 1');
    await expect(verify(shop, databases, SERVICE)).rejects.toMatchObject({
      code: 'migration_unreadable',
      message: 'What migrations/orders-service/0090-add-note.ts would do cannot be told.',
    });
  });

  it('compares with what the migrations were generated for, and says where the config is ahead', async () => {
    using shop = await generatedShop();
    const databases = await provisioned(server, [SERVICE]);
    await migrateUp(shop, databases);
    await shop.edit((text) => text.replace('note: { type: text }', 'note: { type: string, maxLength: 9 }'));
    const { services, warnings } = await verify(shop, databases, SERVICE);
    expect(services).toEqual([{ service: SERVICE, findings: [] }]);
    expect(warnings).toEqual([
      expect.stringMatching(/^orders-service: the config asks for other tables .*: aurora generate$/),
    ]);
  });

  it('is a check of aurora verify, which warnings do not fail', async () => {
    using shop = await generatedShop();
    const databases = await provisioned(server, SERVICES);
    for (const service of SERVICES) await migrateUp(shop, databases, service);
    const target: Pick<Target, 'fleet' | 'databases'> = {
      fleet: await shop.fleet(),
      databases: (work) => work(databases),
    };
    const check = () => Promise.all(migrationChecks().map(({ run }) => run(target as Target)));
    await run(databases, 'CREATE TABLE mine (id int)');
    await check();
    await run(databases, 'ALTER TABLE orders DROP COLUMN note');
    await expect(check()).rejects.toThrow('orders-service: orders column note is missing');
  });
});
