import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrateCreate, migrateDown, migrateUp } from '../../../cli/actions/migrate.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { migratedServices, migrationFiles } from '../../../cli/migrate/files.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Runtime } from '../../../cli/runtimes/contract.ts';

const CONFIG = `version: 1
name: shop
services:
  api-gateway: { kind: gateway, port: 8000 }
  config-service: { kind: config, port: 8001 }
  orders-service:
    kind: domain
    port: 8002
    entities: { Order: { fields: { title: { type: string } } } }
`;
const NO_RUNTIME = {} as Runtime;

let root: string;
let fleet: Fleet;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-migrate-'));
  await writeFile(join(root, 'aurora.config.yaml'), CONFIG);
  fleet = await loadFleet({ file: join(root, 'aurora.config.yaml') });
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function migrations(...files: string[]): Promise<void> {
  const folder = join(root, 'migrations/orders-service');
  await mkdir(folder, { recursive: true });
  for (const file of files) await writeFile(join(folder, file), '');
}

describe('migration files', () => {
  it('are found in the order of their numbers, whatever else lies beside them', async () => {
    await migrations('0010-add-price.ts', '0002-create-lines.ts', 'README.md', '.DS_Store');
    const names = (await migrationFiles(fleet, 'orders-service')).map(({ name }) => name);
    expect(names).toEqual(['0002-create-lines', '0010-add-price']);
    expect(await migratedServices(fleet)).toEqual(['orders-service']);
    expect(await migrationFiles(fleet, 'config-service')).toEqual([]);
  });

  it.each(['0003_add-price.ts', '3-add-price.ts', '0003-addPrice.ts', 'add-price.ts'])('are not %s', async (file) => {
    await migrations(file);
    await expect(migrationFiles(fleet, 'orders-service')).rejects.toMatchObject({
      code: 'migration_misnamed',
      message: `migrations/orders-service/${file} is not named like a migration.`,
    });
  });
});

describe('aurora migrate create', () => {
  it('numbers on from the last one, the first being 0001', async () => {
    await migrateCreate(fleet, 'orders-service', 'create-orders');
    await migrations('0041-create-lines.ts');
    await migrateCreate(fleet, 'orders-service', 'add-price');
    expect(await readdir(join(root, 'migrations/orders-service'))).toEqual([
      '0001-create-orders.ts',
      '0041-create-lines.ts',
      '0042-add-price.ts',
    ]);
  });

  it.each([
    ['orders-service', 'AddPrice', 'migration_name'],
    ['orders-service', 'price', 'migration_name'],
    ['orders-service', '../../etc/add-price', 'migration_name'],
    ['orders-service', `add-${'x'.repeat(80)}`, 'migration_name'],
    ['no-service', 'add-price', 'no_such_service'],
    ['api-gateway', 'add-price', 'no_database'],
  ])('refuses %s %s', async (service, name, code) => {
    await expect(migrateCreate(fleet, service, name)).rejects.toMatchObject({ code, exit: 'usage' });
    await expect(readdir(join(root, 'migrations'))).rejects.toThrow('ENOENT');
  });
});

describe('aurora migrate up and down', () => {
  it.each([
    [{ to: '0001-create-orders' }, 'service_missing'],
    [{ service: 'no-service' }, 'no_such_service'],
    [{ service: 'api-gateway' }, 'no_database'],
    [{ service: 'orders-service' }, 'no_migrations'],
  ])('refuse %j before any database is started', async (choice, code) => {
    const refusal = { code, exit: 'usage' };
    await expect(migrateUp(fleet, NO_RUNTIME, choice, silentNarrator)).rejects.toMatchObject(refusal);
    if (!('service' in choice)) return;
    await expect(migrateDown(fleet, NO_RUNTIME, choice, silentNarrator)).rejects.toMatchObject(refusal);
  });
});
