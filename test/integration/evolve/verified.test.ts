import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statesOf } from '../../../cli/migrate/state.ts';
import { pendingFor, readPending } from '../../../cli/migrate/verify/pending.ts';
import { differences } from '../../../cli/schema/compare/differences.ts';
import { MYSQL } from '../../../cli/schema/dialects/mysql.ts';
import { POSTGRES } from '../../../cli/schema/dialects/postgres.ts';
import { expectedTables } from '../../../cli/schema/expected-tables.ts';
import {
  mariadbMissing,
  type StartedMariadb,
  type StartedPostgres,
  startMariadb,
  startPostgres,
} from '../../../shared/testing/index.ts';
import { CASES } from './support/cases.ts';
import { Database } from './support/database.ts';
import { Migrations, serviceOf, shopOf } from './support/shop.ts';

describe.each([
  { engine: 'postgres', dialect: POSTGRES, start: startPostgres, missing: '' },
  { engine: 'mysql', dialect: MYSQL, start: startMariadb, missing: mariadbMissing ?? '' },
] as const)('what migrate verify finds on $engine $missing', ({ engine, dialect, start, missing }) => {
  let server: StartedPostgres | StartedMariadb;
  beforeAll(async () => {
    if (!missing) server = await start();
  });
  afterAll(() => server?.stop());

  let count = 0;
  (missing ? it.skip : it).each(Object.entries(CASES))(
    'is what the contract has still to do, and nothing after that: %s',
    async (_, { before, after }) => {
      const now = shopOf(after);
      using migrations = new Migrations();
      const first = migrations.generate(shopOf(before)).files;
      const files = await Promise.all(
        migrations.generate(now).files.map(async (path) => {
          const { phase } = (await import(path)) as { phase?: string };
          return { path, name: basename(path, '.ts'), checksum: '', phase };
        }),
      );
      const contract = files.filter(({ phase }) => phase === 'contract');
      const expand = files.filter(({ phase }) => phase !== 'contract');
      await using database = await new Database(await server.createDatabase(`verified_${++count}`)).open();
      const wanted = expectedTables(serviceOf(now)).map(dialect.spell);
      const found = async () => differences(await database.catalog(), wanted, dialect, () => false);

      for (const path of [...first, ...expand.map(({ path }) => path)]) await database.migrate(path, 'up');
      const states = statesOf(contract, []);
      const pending = await readPending('shop-service', contract, states, engine);
      expect((await found()).filter((difference) => !pendingFor(difference, pending))).toEqual([]);

      for (const { path } of contract) await database.migrate(path, 'up');
      expect(await found()).toEqual([]);
    },
  );
});
