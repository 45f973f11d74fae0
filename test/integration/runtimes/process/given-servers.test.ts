import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { processRuntime } from '../../../../cli/runtimes/process/runtime.ts';
import { type StartedPostgres, startPostgres } from '../../../../shared/testing/index.ts';
import { fixtureFleet, processesWith } from '../../../support/fleet-of-fixtures.ts';

jest.setTimeout(60_000);

let server: StartedPostgres;

beforeEach(async () => {
  server = await startPostgres();
});

afterEach(async () => {
  delete process.env.DATABASE_URL;
  delete process.env.BROKER_URL;
  await server.stop();
});

async function administrator(rights: string): Promise<string> {
  const client = new pg.Client(server.url());
  await client.connect();
  await client.query(`CREATE ROLE chief LOGIN PASSWORD 'secret' ${rights}`);
  await client.end();
  return `postgres://chief:secret@127.0.0.1:${server.port}/postgres`;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a PostgreSQL server given by DATABASE_URL', () => {
  it('gets databases and logins, and nothing of our own runs beside it', async () => {
    process.env.DATABASE_URL = await administrator('CREATEDB CREATEROLE');
    await using fixture = await fixtureFleet({ services: ['config', 'order'] });
    const { status } = await fixture.up();
    expect(status.infrastructure).toEqual([
      {
        name: 'database',
        status: 'ready',
        port: server.port,
        detail: expect.stringContaining('given by DATABASE_URL'),
      },
      { name: 'broker', status: 'ready', port: server.port, detail: expect.stringContaining('given by DATABASE_URL') },
    ]);
    expect(await processesWith(`${fixture.root}/.aurora/run/postgres`)).toEqual([]);
    const rows = await ask(server.url(), "SELECT datname FROM pg_database WHERE datname LIKE 'demo%' ORDER BY 1");
    expect(rows).toEqual([{ datname: 'demo__broker' }, { datname: 'demo_config' }, { datname: 'demo_order' }]);

    const environment = (await fixture.get('order', '/environment')) as Record<string, string>;
    expect(Object.values(environment).join()).not.toContain('chief');
    const login = await readFile(environment.DATABASE_URL_FILE ?? '', 'utf8');
    await expect(ask(login, 'CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
    const broker = await readFile(environment.BROKER_URL_FILE ?? '', 'utf8');
    await ask(broker, 'CREATE SCHEMA queues');

    // Another terminal knows nothing of the variable, and needs not.
    delete process.env.DATABASE_URL;
    await processRuntime.withDatabases(fixture.fleet, async (databases) => {
      await ask(databases.url('order'), 'CREATE TABLE orders (id int)');
    });
    expect(await ask(login, 'SELECT * FROM orders')).toEqual([]);
    expect((await fixture.up()).joined).toBe(true);
  });

  it('is refused in plain words when the login may not make databases', async () => {
    process.env.DATABASE_URL = await administrator('');
    await using fixture = await fixtureFleet({ services: ['config'] });
    await expect(fixture.up()).rejects.toMatchObject({
      code: 'databases_refused',
      details: ['As chief: permission denied to create role'],
    });
    expect(await processesWith(fixture.root)).toEqual([]);
  });
});

describe('a server that is not there', () => {
  it('is told as such, without the password of its URL', async () => {
    process.env.DATABASE_URL = 'postgres://chief:secret@127.0.0.1:1/postgres';
    await using fixture = await fixtureFleet({ services: ['config'] });
    await expect(fixture.up()).rejects.toMatchObject({
      code: 'databases_refused',
      message: 'The databases could not be made on 127.0.0.1:1.',
      details: ['connect ECONNREFUSED 127.0.0.1:1'],
      next: 'see that the server of DATABASE_URL runs',
    });
  });
});

describe('a broker given by BROKER_URL', () => {
  it('is passed on as it is', async () => {
    process.env.BROKER_URL = `amqp://guest:hidden@127.0.0.1:${server.port}`;
    await using fixture = await fixtureFleet({ services: ['config'] });
    const { status } = await fixture.up();
    expect(status.infrastructure.map(({ name, port }) => [name, port])).toEqual([
      ['postgres', expect.any(Number)],
      ['broker', server.port],
    ]);
    expect(JSON.stringify(status)).not.toContain('hidden');
    const environment = await processRuntime.environmentOf(fixture.fleet, 'config');
    expect(await readFile(environment.BROKER_URL_FILE ?? '', 'utf8')).toBe(process.env.BROKER_URL);
  });
});
