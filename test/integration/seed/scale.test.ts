import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Fleet } from '../../../cli/config/model.ts';
import { withClient } from '../../../cli/migrate/client.ts';
import { tablesOf } from '../../../cli/schema/tables-of.ts';
import { requireRoom } from '../../../cli/seed/room.ts';
import {
  mariadbMissing,
  type StartedDatabase,
  startMariadb,
  startPostgres,
  until,
} from '../../../shared/testing/index.ts';
import { migrate } from '../../../shared/testing/migrate.ts';
import { repository } from '../../support/aurora.ts';
import { LONG } from '../../support/long.ts';
import { GeneratedFleet } from '../../templates/support/generated-fleet.ts';

jest.setTimeout(240_000);

type Scale = Readonly<Record<string, number>>;

/** Circles, one's own kind, lists, what is deleted and stays; every type of field; names, patterns and limits of all sorts. */
const FLEETS = [
  ['hr', 'staff-service'],
  ['kinds', 'kinds-service'],
  ['nasty', 'user'],
] as const;
/** What may differ from one engine to the other. */
const EVERY_TYPE = FLEETS.filter(([name]) => name === 'kinds');
/** More than a round has; in the short form on one engine, for a database does not know of rounds. */
const MANY = LONG ? 700 : 520;
const ENGINES = [
  ['PostgreSQL', startPostgres, undefined, MANY],
  ['MariaDB', startMariadb, mariadbMissing, LONG ? MANY : 60],
] as const;

for (const [engine, start, missing, wished] of ENGINES) {
  (missing === undefined ? describe : describe.skip)(`rows at scale, on ${engine}`, () => {
    let server: StartedDatabase;
    let databases = 0;

    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server?.stop());

    it.each(LONG ? FLEETS : EVERY_TYPE)(
      'are the same in steps as at once, and there once: %s, %s',
      async (name, service) => {
        using generated = new GeneratedFleet({ file: join(repository, 'test/fleets', name, 'aurora.config.yaml') });
        await generated.generate();
        const fleet = await generated.fleet();
        const [few, many] = [fitting(fleet, service, 40), fitting(fleet, service, wished)];
        const folder = join(generated.root, 'services', service);
        const [steps, once] = [await database(generated.root, service), await database(generated.root, service)];

        expect(await seeded(folder, steps, few)).toMatchObject({ created: sum(few), kept: 0, skipped: 0 });
        const all = { created: sum(many) - sum(few), kept: sum(few), skipped: 0 };
        expect(await seeded(folder, steps, many)).toMatchObject(all);
        expect(await seeded(folder, steps, many)).toMatchObject({ created: 0, kept: sum(many), skipped: 0 });
        expect(await seeded(folder, once, many)).toMatchObject({ created: sum(many) });

        expect(await rowsOf(fleet, service, steps)).toEqual(await rowsOf(fleet, service, once));
        expect(await count(steps, 'outbox')).toBe(sum(many));
      },
    );

    const itOnOne = LONG || engine === 'PostgreSQL' ? it : undefined;
    itOnOne?.('go on where they were after a kill', async () => {
      const service = 'subject-service';
      const folder = join(repository, 'services', service);
      const [killed, undisturbed] = [await database(repository, service), await database(repository, service)];
      const scale = { Subject: 3_000 };
      const child = seeding(folder, killed, scale);
      const ended = once(child, 'close');
      await until(async () => (await count(killed, 'subjects')) >= 500, { withinMs: 60_000 });
      child.kill('SIGKILL');
      await ended;
      const left = await count(killed, 'subjects');
      expect(left).toBe(await count(killed, 'outbox'));

      expect(await seeded(folder, killed, scale)).toMatchObject({ created: 3_000 - left, kept: left });
      await seeded(folder, undisturbed, scale);
      const rows = 'SELECT id, code, name, description, credits FROM subjects ORDER BY id';
      expect(await query(killed, rows)).toEqual(await query(undisturbed, rows));
      expect(await count(killed, 'outbox')).toBe(3_000);
    });

    it('leave out what another row stands in the way of, and only that', async () => {
      const service = 'subject-service';
      const folder = join(repository, 'services', service);
      const [first, other] = [await database(repository, service), await database(repository, service)];
      await seeded(folder, first, { Subject: 20 });
      const [taken] = await query(first, 'SELECT code FROM subjects ORDER BY code');
      await query(
        other,
        `INSERT INTO subjects (id, code, name, version, created_at, updated_at) VALUES
          ('00000000-0000-4000-8000-000000000000', '${taken?.code}', 'Mine', 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)`,
      );
      expect(await seeded(folder, other, { Subject: 20 })).toMatchObject({ created: 19, kept: 0, skipped: 1 });
      expect(await count(other, 'subjects')).toBe(20);
    });

    async function database(root: string, service: string): Promise<string> {
      const url = await server.createDatabase(`scaled_${++databases}`);
      await migrate(url, join(root, 'migrations', service));
      return url;
    }
  });
}

/** As many rows of each entity of a service as are wished for and fit; nothing of the others, which do not run. */
function fitting({ services, ...fleet }: Fleet, service: string, wished: number): Scale {
  const own = services.filter(({ name }) => name === service);
  const entities = own.flatMap((each) => (each.kind === 'domain' ? each.entities : []));
  let scale: Scale = Object.fromEntries(entities.map(({ name }) => [name, wished]));
  for (;;) {
    try {
      requireRoom({ ...fleet, services }, scale);
      return scale;
    } catch (error) {
      scale = { ...scale, ...(error as { facts: { fit: Scale } }).facts.fit };
    }
  }
}

function seeding(cwd: string, url: string, scale: Scale): ChildProcess {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return spawn(process.execPath, ['src/seed.ts'], {
    cwd,
    env: { PATH, NODE_COMPILE_CACHE, DATABASE_URL: url, SEED_SCALE: JSON.stringify(scale) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The last line that it prints. */
async function seeded(cwd: string, url: string, scale: Scale): Promise<unknown> {
  const child = seeding(cwd, url, scale);
  const lines: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => lines.push(line));
  await once(child, 'close');
  return JSON.parse(lines.at(-1) ?? 'null');
}

/** What is in the tables of entities and lists, but for the times at which it came. */
async function rowsOf({ services }: Fleet, name: string, url: string): Promise<unknown> {
  const service = services.find((each) => each.name === name);
  const tables = service?.kind === 'domain' ? tablesOf(service) : [];
  const quote = url.startsWith('postgres') ? '"' : '`';
  const all: Record<string, unknown> = {};
  for (const { name: table, columns, primaryKey } of tables) {
    const quoted = (names: readonly string[]) => names.map((each) => quote + each + quote).join(', ');
    const kept = columns.map((column) => column.name).filter((each) => !/^(created|updated)_at$/.test(each));
    all[table] = await query(url, `SELECT ${quoted(kept)} FROM ${quoted([table])} ORDER BY ${quoted(primaryKey)}`);
  }
  return all;
}

function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return withClient(url, (client) => client.query(sql));
}

async function count(url: string, table: string): Promise<number> {
  return Number((await query(url, `SELECT count(*) AS counted FROM ${table}`))[0]?.counted);
}

function sum(scale: Scale): number {
  return Object.values(scale).reduce((total, each) => total + each, 0);
}
