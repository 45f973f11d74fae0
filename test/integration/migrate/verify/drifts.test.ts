import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../../../cli/migrate/client.ts';
import type { Finding } from '../../../../cli/migrate/verify/contract.ts';
import { verifyServices } from '../../../../cli/migrate/verify/service.ts';
import { CREATE } from '../../../../cli/split/target/own-tables.ts';
import {
  mariadbMissing,
  type StartedMariadb,
  type StartedPostgres,
  startMariadb,
  startPostgres,
} from '../../../../shared/testing/index.ts';
import type { GeneratedFleet } from '../../../templates/support/generated-fleet.ts';
import { DRIFTS, type Drift, type Engine } from './support/drifts.ts';
import { generatedShop, migrateUp, provisioned, SERVICE } from './support/shop.ts';

let shop: GeneratedFleet;
beforeAll(async () => {
  shop = await generatedShop();
});
afterAll(() => shop?.[Symbol.dispose]());

describe.each([
  { engine: 'postgres', start: startPostgres, missing: '' },
  { engine: 'mysql', start: startMariadb, missing: mariadbMissing ?? '' },
] as const)(`what aurora migrate verify finds on $engine $missing`, ({ engine, start, missing }) => {
  let server: StartedPostgres | StartedMariadb;
  beforeAll(async () => {
    if (!missing) server = await start();
  });
  afterAll(() => server?.stop());

  /** A database as the migrations make it, and then as the drift leaves it. */
  async function findings(
    drift?: Pick<Drift, Engine | 'administrator'>,
  ): Promise<{ found: readonly Finding[]; login: string }> {
    const databases = await provisioned(server, [SERVICE]);
    await migrateUp(shop, databases);
    const [url, login] = [databases.url(SERVICE), new URL(databases.login(SERVICE)).username];
    const administrator = server.url(new URL(url).pathname.slice(1));
    const who = engine === 'postgres' ? `"${login}"` : `\`${login}\`@\`%\``;
    await withClient(drift?.administrator ? administrator : url, async (client) => {
      for (const sql of statements(drift?.[engine] ?? '')) await client.query(sql.replace('{login}', who));
    });
    const fleet = await shop.fleet();
    const services = fleet.services.filter(({ name }) => name === SERVICE);
    const verified = await verifyServices(fleet, services, databases);
    return { found: verified.flatMap(({ findings }) => findings), login };
  }

  (missing ? it.skip : it)('is nothing where the migrations have run', async () => {
    expect((await findings()).found).toEqual([]);
  });

  (missing ? it.skip : it)('is nothing where a split has been', async () => {
    expect((await findings({ [engine]: CREATE[engine].join('; ') })).found).toEqual([]);
  });

  (missing ? it.skip : it).each(DRIFTS.filter((drift) => drift[engine]))('$title', async (drift) => {
    const { found, login } = await findings(drift);
    const expected = typeof drift.found === 'function' ? drift.found(engine) : drift.found;
    const filled = { ...expected, ...(expected.next && { next: expected.next.replace('{name}', login) }) };
    expect(found).toEqual([expect.objectContaining({ migration: null, ...filled })]);
  });
});

/** One by one: MySQL takes no more. Those of a function's body end in quotes. */
function statements(sql: string): string[] {
  return sql.split(/;\s+(?=[A-Z]+ )(?!END)/).filter((each) => each.trim() !== '');
}
