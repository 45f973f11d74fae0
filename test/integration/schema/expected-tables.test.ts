import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../../cli/migrate/client.ts';
import { needsDatabase } from '../../../cli/runtimes/needs.ts';
import type { CatalogIndex, CatalogTable } from '../../../cli/schema/catalog/contract.ts';
import { readCatalog } from '../../../cli/schema/catalog/read.ts';
import { MYSQL } from '../../../cli/schema/dialects/mysql.ts';
import { POSTGRES } from '../../../cli/schema/dialects/postgres.ts';
import { expectedTables } from '../../../cli/schema/expected-tables.ts';
import {
  mariadbMissing,
  migrate,
  type StartedMariadb,
  type StartedPostgres,
  startMariadb,
  startPostgres,
} from '../../../shared/testing/index.ts';
import { FLEETS, fleetOf } from '../../fleets/support/fleets.ts';
import { repository } from '../../support/aurora.ts';
import { LONG } from '../../support/long.ts';
import { GeneratedFleet } from '../../templates/support/generated-fleet.ts';

const HERE = 'this repository’s';
const FIXTURE = 'the fixture’s';
const fleetNamed = (name: (typeof FLEETS)[number] | typeof HERE | typeof FIXTURE) => {
  if (name === HERE) {
    // Its own packages are linked under its own name.
    const text = readFileSync(join(repository, 'aurora.config.yaml'), 'utf8');
    return new GeneratedFleet({ text: text.replace(/^name: .*$/m, 'name: here') });
  }
  if (name !== FIXTURE) return fleetOf(name);
  return new GeneratedFleet({ file: join(repository, 'test/fixtures/bank/aurora.config.yaml') });
};

/** In any order; engines make up the names of what is unique by a column alone, and call constraints what they please. */
function inOrder(tables: readonly CatalogTable[]): object[] {
  const by = (key: string) => (a: object, b: object) =>
    String(a[key as keyof object]).localeCompare(String(b[key as keyof object]));
  return tables
    .map((table) => ({
      ...table,
      columns: table.columns.toSorted(by('name')),
      indexes: table.indexes.map(unnamed).toSorted(by('name')),
      foreignKeys: table.foreignKeys.toSorted(by('name')),
    }))
    .toSorted(by('name'));
}

function unnamed({ constraint: _, ...index }: CatalogIndex): object {
  return index.unique && index.columns.length === 1 ? { ...index, name: `unique ${index.columns[0]}` } : index;
}

const ENGINES = [
  { engine: 'PostgreSQL', dialect: POSTGRES, start: startPostgres, missing: undefined },
  { engine: 'MariaDB', dialect: MYSQL, start: startMariadb, missing: mariadbMissing },
] as const;
const NAMES = [HERE, FIXTURE, ...FLEETS] as const;
/** All types and all names differ on each engine; of the others the short form has each on one, in turns. */
const EVERYWHERE: readonly string[] = ['kinds', 'nasty'];
const CASES = NAMES.flatMap((name, index) => {
  const engines = LONG || EVERYWHERE.includes(name) ? ENGINES : ENGINES.slice(index % 2, (index % 2) + 1);
  return { name, number: index, engines: engines.filter(({ missing }) => !missing) };
});

describe('what the migrations make', () => {
  const servers = new Map<string, StartedPostgres | StartedMariadb>();
  beforeAll(async () => {
    for (const { engine, start, missing } of ENGINES) if (!missing) servers.set(engine, await start());
  });
  afterAll(() => Promise.all([...servers.values()].map((server) => server.stop())));

  if (mariadbMissing) it.skip(`is what is expected on MariaDB: ${mariadbMissing}`, () => undefined);

  it.each(CASES.filter(({ engines }) => engines.length > 0))(
    'is what is expected, in the fleet $name',
    async ({ name, number, engines }) => {
      using generated = fleetNamed(name);
      await generated.generate();
      const fleet = await generated.fleet();
      const services = fleet.services.filter(needsDatabase);
      expect(services.length).toBeGreaterThan(1);
      for (const { engine, dialect } of engines) {
        const server = servers.get(engine) as StartedPostgres;
        for (const service of services) {
          const url = await server.createDatabase(`${number}_${service.name}`);
          await migrate(url, join(generated.root, 'migrations', service.name));
          const found = dialect.plain(await withClient(url, (client) => readCatalog(client)));
          expect([engine, inOrder(found)]).toEqual([engine, inOrder(expectedTables(service).map(dialect.spell))]);
        }
      }
    },
  );
});
