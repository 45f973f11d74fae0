import { access, appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { silentNarrator } from '../../../../cli/narrators/silent.ts';
import type { RunningFleet } from '../../../../cli/runtimes/contract.ts';
import { processRuntime } from '../../../../cli/runtimes/process/runtime.ts';
import { until } from '../../../../shared/testing/index.ts';
import { type FixtureFleet, fixtureFleet, processesWith } from '../../../support/fleet-of-fixtures.ts';

jest.setTimeout(60_000);

let fixture: FixtureFleet;
let running: RunningFleet;
const jobs: string[] = [];

beforeAll(async () => {
  fixture = await fixtureFleet();
  running = await fixture.up(
    {},
    {
      async migrations(_fleet, services, databases) {
        return {
          services,
          because: 'there is a table to make',
          async run() {
            jobs.push(`migrate ${services}`);
            await query(databases.url('order'), 'CREATE TABLE orders (id serial PRIMARY KEY, code text)');
          },
        };
      },
      async seeds(_fleet, service) {
        const health = await fixture.get(service, '/health/ready');
        return { run: async () => void jobs.push(`seed ${service} ${JSON.stringify(health)}`) };
      },
    },
  );
});

afterAll(async () => fixture[Symbol.asyncDispose]());

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function logged(service: string, since?: Date): Promise<string[]> {
  const lines: string[] = [];
  const options = { services: [service], follow: false, ...(since && { since }) };
  for await (const { text } of processRuntime.logs(fixture.fleet, options)) lines.push(text);
  return lines;
}

describe('up', () => {
  it('returns when every service is ready', () => {
    expect(running.status).toMatchObject({
      fleet: 'demo',
      runtime: 'process',
      supervisor: { pid: expect.any(Number) },
    });
    expect(running.status.services.map(({ name, status }) => [name, status])).toEqual([
      ['gateway', 'ready'],
      ['config', 'ready'],
      ['order', 'ready'],
      ['item', 'ready'],
    ]);
    expect(running.status.services[2]?.instances).toEqual([
      { id: 'demo-order-1', colour: null, version: '1.2.3', pid: expect.any(Number), restarts: 0 },
    ]);
    expect(running.status.infrastructure).toEqual([
      expect.objectContaining({ name: 'postgres', status: 'ready', port: expect.any(Number), pid: expect.any(Number) }),
      expect.objectContaining({ name: 'broker', status: 'ready' }),
    ]);
    expect(running.joined).toBe(false);
  });

  it('starts services in the order of their dependencies', async () => {
    const ready = (await logged('supervisor')).map((line) => JSON.parse(line).msg.split(' ')[0]);
    expect(ready).toEqual(['postgres', 'config', 'order', 'item', 'gateway']);
  });

  it('has migrations run before services, and seeds when a service is ready', () => {
    expect(jobs[0]).toBe('migrate config,order,item');
    expect(jobs.slice(1).sort()).toEqual(
      ['config', 'item', 'order'].map((name) => `seed ${name} {"status":"ready","dependencies":[]}`),
    );
  });

  it('joins a fleet that runs, and leaves alone what is as it should be', async () => {
    const pids = await Promise.all(['gateway', 'config', 'order', 'item'].map((name) => fixture.pidOf(name)));
    const again = await fixture.up();
    expect(again.joined).toBe(true);
    await again.stop();
    expect(await Promise.all(['gateway', 'config', 'order', 'item'].map((name) => fixture.pidOf(name)))).toEqual(pids);
  });

  it('restarts what runs on older code', async () => {
    const [order, item] = [await fixture.pidOf('order'), await fixture.pidOf('item')];
    await appendFile(join(fixture.root, 'services/order/src/main.ts'), '// changed\n');
    const plan = await processRuntime.plan(
      fixture.fleet,
      {
        services: [],
        detach: true,
        isolated: false,
        watch: false,
        seed: false,
        migrate: true,
      },
      { migrations: async () => null, seeds: async () => null },
    );
    expect(plan.steps).toContainEqual(expect.objectContaining({ title: 'restart order', because: 'its code changed' }));
    await (await fixture.up()).stop();
    expect(await fixture.pidOf('order')).not.toBe(order);
    expect(await fixture.pidOf('item')).toBe(item);
  });
});

describe('a service that the config has no more', () => {
  it('is stopped, and started again when it is back', async () => {
    const services = fixture.fleet.services.filter(({ name }) => name !== 'item');
    const smaller = { ...fixture.fleet, services };
    const jobs = { migrations: async () => null, seeds: async () => null };
    const options = { services: [], detach: false, isolated: false, watch: false, seed: false, migrate: true };
    const { status, stop } = await processRuntime.up(smaller, options, jobs, silentNarrator);
    await stop();
    expect(status.services.map(({ name }) => name)).toEqual(['gateway', 'config', 'order']);
    await expect(processRuntime.restart(fixture.fleet, ['item'], silentNarrator)).rejects.toMatchObject({
      code: 'service_down',
      exit: 'notRunning',
      message: 'item is not part of the running fleet.',
    });
    await (await fixture.up()).stop();
    expect(await fixture.get('item', '/health/ready')).toMatchObject({ status: 'ready' });
  });
});

describe('a service', () => {
  it('gets its variables, whatever is secret as a file that only its owner can read', async () => {
    const environment = (await fixture.get('order', '/environment')) as Record<string, string>;
    expect(environment).toMatchObject({
      FLEET_NAME: 'demo',
      SERVICE_NAME: 'order',
      SERVICE_VERSION: '1.2.3',
      INSTANCE_ID: 'demo-order-1',
      HOST: '127.0.0.1',
      AURORA_ENV: 'development',
      LOG_LEVEL: 'info',
      CONFIG_URL: running.status.services[1]?.url,
    });
    for (const name of ['DATABASE_URL_FILE', 'BROKER_URL_FILE', 'AUTH_JWKS_FILE', 'AUTH_SIGNING_KEY_FILE']) {
      expect((await stat(environment[name] ?? '')).mode & 0o777).toBe(0o600);
    }
    expect(Object.keys(environment)).not.toContain('DATABASE_URL');
    await access(environment.STATE_DIR ?? '');
    expect(await processRuntime.environmentOf(fixture.fleet, 'order')).toMatchObject({
      PORT: environment.PORT,
      DATABASE_URL_FILE: environment.DATABASE_URL_FILE,
    });
  });

  it('may change the rows of its own database and nothing else', async () => {
    const { DATABASE_URL_FILE } = await processRuntime.environmentOf(fixture.fleet, 'order');
    const url = await readFile(DATABASE_URL_FILE ?? '', 'utf8');
    await query(url, "INSERT INTO orders (code) VALUES ('a')");
    expect(await query(url, 'SELECT code FROM orders')).toEqual([{ code: 'a' }]);
    await expect(query(url, 'DROP TABLE orders')).rejects.toThrow('must be owner');
    await expect(query(url, 'CREATE TABLE mine (id int)')).rejects.toThrow('permission denied for schema public');
    const other = new URL(url);
    other.pathname = '/demo_item';
    await expect(query(other.href, 'SELECT 1')).rejects.toThrow('permission denied for database');
    other.pathname = '/postgres';
    await expect(query(other.href, 'CREATE ROLE me')).rejects.toThrow('permission denied');
  });

  it('can be restarted alone', async () => {
    const [order, item] = [await fixture.pidOf('order'), await fixture.pidOf('item')];
    await processRuntime.restart(fixture.fleet, ['order'], silentNarrator);
    expect(await fixture.pidOf('order')).not.toBe(order);
    expect(await fixture.pidOf('item')).toBe(item);
  });
});

describe('logs', () => {
  it('come oldest first, from all or from some', async () => {
    const lines = (await logged('order')).map((line) => JSON.parse(line));
    expect(lines.map(({ service }) => service)).toEqual(lines.map(() => 'order'));
    const times = lines.map(({ time }) => time);
    expect(times).toEqual([...times].sort());
  });

  it('come from a moment on', async () => {
    const now = new Date();
    await processRuntime.restart(fixture.fleet, ['item'], silentNarrator);
    const lines = await logged('item', now);
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['drained', 'listening']);
  });

  it('are followed until told otherwise', async () => {
    const stop = new AbortController();
    const lines: string[] = [];
    const since = new Date();
    const following = (async () => {
      const options = { services: ['item'], follow: true, since, signal: stop.signal };
      for await (const { text } of processRuntime.logs(fixture.fleet, options)) lines.push(JSON.parse(text).msg);
    })();
    await processRuntime.restart(fixture.fleet, ['item'], silentNarrator);
    await until(() => lines.includes('listening'));
    stop.abort();
    await following;
    expect(lines).toEqual(['drained', 'listening']);
  });
});

describe('down', () => {
  it('leaves data and nothing else, and what needs data borrows it', async () => {
    const pid = running.status.supervisor?.pid;
    await fixture.down();
    await running.ended;
    expect(await processRuntime.observe(fixture.fleet)).toBeNull();
    expect(await processesWith(fixture.root)).toEqual([]);
    expect(() => process.kill(pid ?? 0, 0)).toThrow();

    const rows = await processRuntime.withDatabases(fixture.fleet, (databases) =>
      query(databases.url('order'), 'SELECT code FROM orders'),
    );
    expect(rows).toEqual([{ code: 'a' }]);
    expect(await processesWith(fixture.root)).toEqual([]);
  });

  it('says nothing when there is nothing to stop', async () => {
    await expect(fixture.down()).resolves.toBeUndefined();
  });

  it('deletes data when asked to', async () => {
    await fixture.down({ volumes: true });
    const postgres = join(fixture.root, '.aurora/run/postgres');
    await expect(stat(postgres)).rejects.toThrow('ENOENT');
  });
});
