import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrateDown, migrateUp } from '../../../cli/actions/migrate.ts';
import { seed } from '../../../cli/actions/seed.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import type { Runtime } from '../../../cli/runtimes/contract.ts';
import { seedsOf } from '../../../cli/seed/profiles.ts';
import { unseeded } from '../../../cli/seed/state.ts';
import { type StartedPostgres, startPostgres, until } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';

const SERVICE = 'subject-service';

let postgres: StartedPostgres;
let fleet: Fleet;
let url: string;
let runtime: Runtime;
let count = 0;

beforeAll(async () => {
  postgres = await startPostgres();
  const whole = await loadFleet({ file: join(repository, 'aurora.config.yaml') });
  fleet = { ...whole, services: whole.services.filter(({ name }) => name === SERVICE) };
});
afterAll(() => postgres.stop());

/** A service with its tables, and scripts that run beside it. */
beforeEach(async () => {
  url = await postgres.createDatabase(`seeded_${++count}`);
  const lent: Pick<Runtime, 'withDatabases' | 'script'> = {
    withDatabases: (_fleet, work) => work({ url: () => url, login: () => url }),
    script: async (_fleet, _service, { variables }) => {
      const child = start(variables);
      const [[code], lines] = await Promise.all([once(child, 'close'), text(child.stdout as NodeJS.ReadableStream)]);
      return { exitCode: code, lines: lines.trim().split('\n') };
    },
  };
  runtime = lent as Runtime;
});

const migrate = () => migrateUp(fleet, runtime, {}, silentNarrator);
const seedRows = (profile = 'dev') => seed(fleet, runtime, { profile, allowProduction: false }, silentNarrator);

describe('seeding a service', () => {
  it('creates the same rows everywhere, each with its event, and doubles nothing', async () => {
    await migrate();
    expect(await seedRows()).toEqual([{ service: SERVICE, created: 5, kept: 0, skipped: 0 }]);
    const rows = await query('SELECT id, code, name FROM subjects ORDER BY code');
    expect(rows).toHaveLength(5);
    const events = await query(`SELECT aggregate_id AS id, type FROM outbox ORDER BY position`);
    expect(new Set(events.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)));
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['aurora.subject-service.subject.created.v1']));

    expect(await seedRows()).toEqual([{ service: SERVICE, created: 0, kept: 5, skipped: 0 }]);
    expect(await query('SELECT count(*)::int AS count FROM outbox')).toEqual([{ count: 5 }]);
    expect(await seedRows('test')).toEqual([{ service: SERVICE, created: 2, kept: 0, skipped: 0 }]);

    const elsewhere = await postgres.createDatabase('elsewhere');
    [url] = [elsewhere];
    await migrate();
    await seedRows();
    expect(await query('SELECT id, code, name FROM subjects ORDER BY code')).toEqual(rows);
  });

  it('keeps what people have made of the rows, and brings back what they have deleted', async () => {
    await migrate();
    await seedRows();
    await query(`UPDATE subjects SET name = 'Algebra' WHERE code = 'MATH-101'`);
    await query(
      `DELETE FROM subjects WHERE code = 'PHYS-101'; UPDATE subjects SET code = 'MINE' WHERE code = 'HIST-110'`,
    );
    await query('DELETE FROM outbox');
    expect(await seedRows()).toEqual([{ service: SERVICE, created: 1, kept: 4, skipped: 0 }]);
    expect(await query(`SELECT name FROM subjects WHERE code = 'MATH-101'`)).toEqual([{ name: 'Algebra' }]);
  });

  it('leaves a row out that somebody else is first with', async () => {
    await migrate();
    await query(
      `INSERT INTO subjects (id, code, name, version, created_at, updated_at) VALUES (gen_random_uuid(), 'MATH-101', 'Mine', 1, now(), now())`,
    );
    expect(await seedRows()).toEqual([{ service: SERVICE, created: 4, kept: 0, skipped: 1 }]);
    expect(await query(`SELECT name FROM subjects WHERE code = 'MATH-101'`)).toEqual([{ name: 'Mine' }]);
  });

  it('is due until all rows are there, again when they have changed, and finishes what was killed', async () => {
    await migrate();
    const databases = { url: () => url };
    expect(await unseeded(fleet, SERVICE, 'dev', databases)).toEqual(await seedsOf(fleet, SERVICE, 'dev'));
    expect(await unseeded(fleet, SERVICE, 'none', databases)).toBeUndefined();

    const blocker = new pg.Client(url);
    await blocker.connect();
    await blocker.query(
      `BEGIN; INSERT INTO subjects (id, code, name, version, created_at, updated_at) VALUES (gen_random_uuid(), 'PHYS-101', 'Not yet', 1, now(), now())`,
    );
    const child = start({ SEED_CHECKSUM: 'x' });
    const ended = once(child, 'close');
    await until(async () => (await query('SELECT count(*)::int AS count FROM subjects'))[0]?.count === 1, {
      withinMs: 30_000,
    });
    child.kill('SIGKILL');
    await ended;
    await blocker.end();
    expect(await unseeded(fleet, SERVICE, 'dev', databases)).toBeDefined();

    expect(await seedRows()).toMatchObject([{ skipped: 0 }]);
    expect(await query('SELECT count(*)::int AS count FROM subjects')).toEqual([{ count: 5 }]);
    expect(await query('SELECT count(*)::int AS count FROM outbox')).toEqual([{ count: 5 }]);
    expect(await unseeded(fleet, SERVICE, 'dev', databases)).toBeUndefined();
    await query(`UPDATE seed_runs SET checksum = 'of an older file'`);
    expect(await unseeded(fleet, SERVICE, 'dev', databases)).toBeDefined();
  });

  it('is due again when a migration has been taken back, for rows may have gone with it', async () => {
    await migrate();
    const seeds = await seedsOf(fleet, SERVICE, 'dev');
    await query(`INSERT INTO seed_runs (profile, checksum) VALUES ('dev', '${seeds?.checksum}')`);
    const databases = { url: () => url };
    expect(await unseeded(fleet, SERVICE, 'dev', databases)).toBeUndefined();
    await migrateDown(fleet, runtime, { service: SERVICE }, silentNarrator);
    await migrate();
    expect(await unseeded(fleet, SERVICE, 'dev', databases)).toEqual(seeds);
  });

  it('asks for migrations first', async () => {
    await expect(seedRows()).rejects.toMatchObject({ code: 'migrations_pending', next: 'aurora migrate up' });
  });

  it('says what is wrong with its environment', async () => {
    const child = start({ DATABASE_URL: '', SEED_PROFILE: 'prod' });
    const [[code], said] = await Promise.all([once(child, 'close'), text(child.stderr as NodeJS.ReadableStream)]);
    expect(code).toBe(1);
    expect(said).toContain('DATABASE_URL is missing');
    expect(said).toContain('SEED_PROFILE must be one of dev, test, not "prod"');
  });

  it('logs why it failed, without a word of the password', async () => {
    const child = start({ DATABASE_URL: 'postgres://somebody:hunter2@127.0.0.1:1/nothing' });
    const [[code], said] = await Promise.all([once(child, 'close'), text(child.stdout as NodeJS.ReadableStream)]);
    expect(code).toBe(1);
    expect(said).toContain('seed subjects/mathematics was not created: The database is not available.');
    expect(said).not.toContain('hunter2');
  });
});

function start(variables: Readonly<Record<string, string>>): ChildProcess {
  const folder = join(repository, 'services', SERVICE);
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return spawn(process.execPath, [join(folder, 'src/seed.ts')], {
    cwd: folder,
    env: { PATH, NODE_COMPILE_CACHE, DATABASE_URL: url, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
