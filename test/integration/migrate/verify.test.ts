import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrationFiles } from '../../../cli/migrate/files.ts';
import { applyPending } from '../../../cli/migrate/run.ts';
import { migrationChecks } from '../../../cli/verify/checks/migrations.ts';
import type { Target } from '../../../cli/verify/contract.ts';
import { type StartedPostgres, startPostgres } from '../../../shared/testing/index.ts';
import { orders, SERVICE } from './support/orders.ts';

let postgres: StartedPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe('the check of migrations', () => {
  it('fails as long as one is pending, and when one was edited', async () => {
    await using shop = await orders(postgres);
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id int)');
    const target: Pick<Target, 'fleet' | 'databases'> = {
      fleet: shop.fleet,
      databases: (work) => work(shop.databases),
    };
    const [applied] = migrationChecks();
    const check = async () => applied?.run(target as Target);

    await expect(check()).rejects.toThrow('orders-service/0001-create-orders pending');
    await applyPending({
      service: SERVICE,
      files: () => migrationFiles(shop.fleet, SERVICE),
      url: shop.owner,
      onWait: () => undefined,
    });
    await check();
    await shop.write('0001-create-orders', 'CREATE TABLE orders (id bigint)');
    await expect(check()).rejects.toThrow('orders-service/0001-create-orders edited');
  });
});
