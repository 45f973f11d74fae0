import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type CloudEvent, connectBroker, createEvent } from '../../../shared/events/index.ts';
import { inboxSubscription } from '../../../shared/inbox/index.ts';
import { freePort, migrate, type StartedPostgres, startPostgres, until } from '../../../shared/testing/index.ts';
import { type RunningService, startService } from '../../shared/app/support/service.ts';
import { readableLog } from '../../support/log.ts';

const MIGRATIONS = join(resolve(import.meta.dirname, '../../..'), 'migrations/subject-service');
const TYPE = 'test.order-service.order.created.v1';

jest.setTimeout(60_000);

describe('a service that subscribes', () => {
  let postgres: StartedPostgres;
  let databaseUrl: string;
  beforeAll(async () => {
    postgres = await startPostgres();
    databaseUrl = await postgres.createDatabase('things');
    await migrate(databaseUrl, MIGRATIONS);
  });
  afterAll(() => postgres?.stop());

  const start = async (brokerUrl: string, handled: CloudEvent[]): Promise<RunningService> => {
    const service = await startService(async () => undefined, {
      needs: { database: true, broker: true, configService: true },
      env: { DATABASE_URL: databaseUrl, BROKER_URL: brokerUrl },
      subscriptions: (app) => [
        inboxSubscription({
          consumer: 'thing-service',
          types: [TYPE],
          database: app.database,
          log: app.log,
          handle: async (event) => void handled.push(event),
        }),
      ],
    });
    await service.app.ready();
    return service;
  };

  it('misses nothing that is published from the moment it is ready, on a broker never used before', async () => {
    const brokerUrl = await postgres.createDatabase('new_broker');
    const handled: CloudEvent[] = [];
    await using _service = await start(brokerUrl, handled);
    const broker = await connectBroker({
      url: brokerUrl,
      fleet: 'test',
      service: 'order-service',
      log: readableLog().log,
    });
    const event = createEvent({
      fleet: 'test',
      service: 'order-service',
      entity: 'order',
      verb: 'created',
      aggregateId: 'order-1',
      aggregateVersion: 1,
      data: {},
    });
    try {
      await until(async () => (await broker.publish([event]))[0]?.outcome === 'sent');
    } finally {
      await broker.close();
    }
    await until(() => handled.some(({ id }) => id === event.id));
  });

  it('starts without its broker, says what it misses, and ends without complaint', async () => {
    const nowhere = `postgres://nobody:secret@127.0.0.1:${await freePort()}/broker`;
    const service = await start(nowhere, []);
    const answer = await service.app.inject({ url: '/health/ready' });
    await service.app.close();
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      status: 'degraded',
      dependencies: [
        { name: 'database', status: 'up' },
        { name: 'broker', status: 'down' },
        { name: 'subscriptions', status: 'down', lastError: 'not subscribed yet: thing-service' },
      ],
    });
    expect(service.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
