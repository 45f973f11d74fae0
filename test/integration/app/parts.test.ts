import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type CloudEvent, createEvent } from '../../../shared/events/index.ts';
import { inboxSubscription } from '../../../shared/inbox/index.ts';
import { OUTBOX_COLUMNS, outboxValues } from '../../../shared/outbox/index.ts';
import { migrate, type StartedPostgres, startPostgres, until } from '../../../shared/testing/index.ts';
import { type RunningService, startService } from '../../shared/app/support/service.ts';

const MIGRATIONS = join(resolve(import.meta.dirname, '../../..'), 'migrations/subject-service');
const APP = resolve(import.meta.dirname, '../../../shared/app/index.ts');
const TYPE = 'test.thing-service.thing.created.v1';

jest.setTimeout(60_000);

describe('a service with a database and a broker', () => {
  let postgres: StartedPostgres;
  let service: RunningService;
  const handled: CloudEvent[] = [];
  beforeAll(async () => {
    postgres = await startPostgres();
    const databaseUrl = await postgres.createDatabase('things');
    await migrate(databaseUrl, MIGRATIONS);
    service = await startService(
      async (app) => {
        app.post('/api/v1/things', { config: { scope: null } }, async () => {
          const event = createEvent({
            fleet: 'test',
            service: 'thing-service',
            entity: 'thing',
            verb: 'created',
            aggregateId: '0199b0a0-0000-7000-8000-000000000000',
            aggregateVersion: 1,
            data: {},
          });
          const columns = OUTBOX_COLUMNS.map(({ name }) => name);
          const places = columns.map((_, index) => `$${index + 1}`);
          await app.database.query({ text: `INSERT INTO outbox (${columns}) VALUES (${places})` }, outboxValues(event));
          return {};
        });
        app.get('/api/v1/things', { config: { scope: null } }, async () => {
          const { rows } = await app.database.query({ text: 'SELECT count(*)::int AS count FROM inbox' });
          return rows[0];
        });
      },
      {
        needs: { database: true, broker: true, configService: true },
        env: { DATABASE_URL: databaseUrl, BROKER_URL: await postgres.createDatabase('broker') },
        subscriptions: (app) => [
          inboxSubscription({
            consumer: 'thing-service',
            types: [TYPE],
            database: app.database,
            log: app.log,
            handle: async (event) => void handled.push(event),
          }),
        ],
      },
    );
  });
  afterAll(async () => {
    await service?.app.close();
    await postgres?.stop();
  });

  const ready = async () => {
    const answer = await service.app.inject({ url: '/health/ready' });
    return { code: answer.statusCode, ...answer.json() };
  };

  it('is ready once both answer', async () => {
    await until(async () => (await ready()).status === 'ready');
    expect((await ready()).dependencies).toEqual([
      expect.objectContaining({ name: 'database', critical: true, status: 'up' }),
      expect.objectContaining({ name: 'broker', critical: false, status: 'up' }),
      expect.objectContaining({ name: 'subscriptions', critical: false, status: 'up' }),
    ]);
  });

  it('sends what a request left in the outbox, and handles it under the same correlation id', async () => {
    await service.app.inject({ method: 'POST', url: '/api/v1/things', headers: { 'x-correlation-id': 'order-42' } });
    const [event] = await until(() => handled.length > 0 && handled);
    expect(event).toMatchObject({ type: TYPE, correlationid: 'order-42' });
    const line = await until(() => service.lines.find(({ msg }) => msg === 'event handled'));
    expect(line).toMatchObject({ level: 'info', correlationId: 'order-42', causationId: event?.id });
    await until(async () => (await service.app.inject({ url: '/api/v1/things' })).json().count === 1);
  });

  it('has a database as long as that answers anybody, though all connections are in use', async () => {
    const { app } = service;
    const seen = new Set<string>();
    // More than a second of work for all of them, in pieces.
    const calls = Array.from({ length: app.environment.databasePoolSize * 7 }, () =>
      app.database.query({ text: 'SELECT pg_sleep(0.2)' }),
    );
    await until(async () => {
      seen.add((await ready()).dependencies[0].status);
      return app.database.pool().waiting === 0;
    });
    expect([...seen]).toEqual(['up']);
    await Promise.all(calls);
  });

  it('counts what waits in the outbox and which connections are open', async () => {
    // A scrape that broker or database keep waiting tells no figures of theirs.
    const body = await until(async () => {
      const scraped = (await service.app.inject({ url: '/metrics' })).body;
      return !/ nan$/im.test(scraped) && scraped;
    });
    expect(body).toMatch(/^database_connections_max\{service="thing-service"\} 10$/m);
    expect(body).toMatch(/^database_call_duration_seconds_count\{outcome="answered",service="thing-service"\} [1-9]/m);
    expect(body).toMatch(/^events_published_total\{outcome="sent",service="thing-service"\} 1$/m);
    const of = 'consumer="thing-service"';
    expect(body).toContain(`events_handled_total{${of},outcome="handled",service="thing-service"} 1\n`);
    for (const name of ['events_handling_seconds_count', 'events_delay_seconds_count']) {
      expect(body).toContain(`${name}{${of},service="thing-service"} 1\n`);
    }
    for (const name of ['events_waiting', 'events_parked']) {
      expect(body).toContain(`${name}{${of},service="thing-service"} 0\n`);
    }
    expect(body).toMatch(/^outbox_pending_events\{service="thing-service"\} 0$/m);
    expect(body).toMatch(/^database_connections\{state="waiting",service="thing-service"\} 0$/m);
  });

  it('is down without its database, says so and not why, and heals with it', async () => {
    await postgres.kill9();
    const down = await until(async () => {
      const report = await ready();
      return report.status === 'down' && report;
    });
    expect(down.code).toBe(503);
    const { statusCode, body } = await service.app.inject({ url: '/api/v1/things' });
    expect([statusCode, JSON.parse(body).code]).toEqual([503, 'unavailable']);
    expect(body).not.toMatch(/ECONN|postgres|5432|SELECT/);
    await postgres.restart();
    await until(async () => (await ready()).status === 'ready', { withinMs: 30_000 });
    expect((await service.app.inject({ url: '/api/v1/things' })).json()).toEqual({ count: 1 });
  });
});

describe('a service with neither', () => {
  it('loads none of their libraries', async () => {
    const script = `import { createRequire } from 'node:module';
      await import(${JSON.stringify(APP)});
      const files = Object.keys(createRequire(import.meta.url).cache);
      console.log(files.length > 0, files.filter((file) => /node_modules.(sequelize|pg|amqplib)\\W/.test(file)));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: resolve(APP, '..'),
    });
    expect(stdout).toBe('true []\n');
  });
});
