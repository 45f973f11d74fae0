import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { connectBroker, type EventBroker } from '../../../shared/events/index.ts';
import { type StartedPostgres, startPostgres, until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { ORDER_PLACED, orderPlaced } from '../../support/outbox.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const LISTENING = `SELECT FROM pg_stat_activity WHERE application_name = 'service events' AND state = 'idle'`;

describe('what can happen to the embedded broker while the fleet is up', () => {
  const { log } = readableLog();
  let postgres: StartedPostgres;
  let url: string;
  let scenario = 0;
  const open: EventBroker[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());
  afterEach(async () => {
    await Promise.all(open.splice(0).map((broker) => broker.close()));
  });

  const prepare = async () => {
    url = await postgres.createDatabase(`broker${++scenario}`);
  };
  const connect = async (service: string) => {
    const broker = await connectBroker({ url, fleet: 'test', service, log });
    open.push(broker);
    return broker;
  };
  const query = async <T>(text: string): Promise<T[]> => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };

  it('is there for services that all start at once on an empty database', async () => {
    await prepare();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const seen: string[] = [];
    const brokers = await Promise.all(names.map(connect));
    await Promise.all(
      brokers.map((broker, index) =>
        broker.subscribe({
          consumer: names[index] as string,
          types: [ORDER_PLACED],
          handle: async () => void seen.push(names[index] as string),
        }),
      ),
    );
    expect(await brokers[0]?.publish([orderPlaced('o', 1)])).toEqual([{ outcome: 'sent' }]);
    await until(() => seen.length === names.length);
    expect(seen.sort()).toEqual(names);
  });

  it('gives up on a whole backlog without waiting for the next look', async () => {
    await prepare();
    const broker = await connect('consumer');
    const handle = async () => {
      throw new Error('no');
    };
    const subscription = { consumer: 'billing', types: [ORDER_PLACED], retry: { delaysMs: [] }, handle };
    await (await broker.subscribe(subscription)).close();
    // More than it holds at a time, several times over.
    await broker.publish(Array.from({ length: 1_000 }, (_, index) => orderPlaced(`o${index % 50}`, 1 + index)));
    await broker.subscribe(subscription);
    await until(async () => (await broker.backlog('billing')).parked === 1_000);
  });

  it('comes back with its locks when its connections are cut, in order and without a gap', async () => {
    await prepare();
    const [publisher, consumer] = [await connect('publisher'), await connect('consumer')];
    const seen: number[] = [];
    await consumer.subscribe({
      consumer: 'billing',
      types: [ORDER_PLACED],
      handle: async ({ sequence }) => void seen.push(Number(sequence)),
    });
    for (let version = 1; version <= 30; version++) {
      if (version % 10 === 5) {
        await query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'consumer events'`,
        );
      }
      expect(await publisher.publish([orderPlaced('o', version)])).toEqual([{ outcome: 'sent' }]);
    }
    await until(() => new Set(seen).size === 30);
    expect([...new Set(seen)]).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('gives a retry that a process has left to the next', async () => {
    await prepare();
    const [first, second] = [await connect('first'), await connect('second')];
    const subscription = { consumer: 'billing', types: [ORDER_PLACED], retry: { delaysMs: [300] } };
    const attempts: string[] = [];
    const failing = await first.subscribe({
      ...subscription,
      handle: async ({ sequence }, attempt) => {
        attempts.push(`first ${Number(sequence)}.${attempt}`);
        throw new Error('not here');
      },
    });
    await first.publish([orderPlaced('o', 1), orderPlaced('o', 2)]);
    await until(async () => (await query('SELECT FROM aurora_events.message WHERE retry_at IS NOT NULL')).length === 1);
    await failing.close();
    await second.subscribe({
      ...subscription,
      handle: async ({ sequence }, attempt) => void attempts.push(`second ${Number(sequence)}.${attempt}`),
    });
    await until(() => attempts.length === 3, { withinMs: 15_000 });
    expect(attempts).toEqual(['first 1.1', 'second 1.2', 'second 2.1']);
  });

  it('refuses what its tables cannot hold, and sends its neighbours', async () => {
    await prepare();
    const broker = await connect('publisher');
    await until(() =>
      broker.ping().then(
        () => true,
        () => false,
      ),
    );
    const results = await broker.publish([orderPlaced('a', 1), orderPlaced('nul\0', 1), orderPlaced('b', 1)]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['sent', 'refused', 'sent']);
  });

  it('goes on with a subject whose handler has outlived its lock and then failed', async () => {
    await prepare();
    const broker = await connect('service');
    const calls: string[] = [];
    const gate = Promise.withResolvers<void>();
    let [running, most] = [0, 0];
    await broker.subscribe({
      consumer: 'billing',
      types: [ORDER_PLACED],
      retry: { delaysMs: [100] },
      handle: async ({ subject, sequence }) => {
        calls.push(`${subject}${Number(sequence)}`);
        most = Math.max(most, ++running);
        try {
          if (calls.length !== 3) return;
          await gate.promise;
          throw new Error('too late');
        } finally {
          running--;
        }
      },
    });
    await broker.publish([orderPlaced('warm', 1)]);
    await until(() => calls.length === 1);
    await broker.publish([orderPlaced('warm', 2)]);
    await until(() => calls.length === 2);
    await broker.publish([orderPlaced('s', 1)]);
    await until(() => calls.length === 3);
    await query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'service events'`);
    // It listens again, and has what is behind it to take over.
    await until(async () => (await query(LISTENING)).length === 1);
    gate.resolve();
    await until(() => calls.length === 4);
    await broker.publish([orderPlaced('s', 2)]);
    await until(() => calls.length === 5);
    expect(calls).toEqual(['warm1', 'warm2', 's1', 's1', 's2']);
    expect(most).toBe(1);
  });

  it('leaves nothing behind of somebody who has looked on', async () => {
    await prepare();
    const broker = await connect('service');
    const ended = new AbortController();
    const started = Promise.withResolvers<void>();
    let seen = 0;
    const looking = broker.tail(() => void seen++, ended.signal, started.resolve);
    await started.promise;
    await broker.publish([orderPlaced('o', 1)]);
    await until(() => seen === 1);
    ended.abort();
    await looking;
    expect(await query('SELECT FROM aurora_events.subscription')).toEqual([]);
    expect(await query('SELECT FROM aurora_events.message')).toEqual([]);
  });

  it('leaves nothing behind of what is handled', async () => {
    await prepare();
    const broker = await connect('both');
    let seen = 0;
    const handle = async () => void seen++;
    const consumer = await broker.subscribe({ consumer: 'billing', types: [ORDER_PLACED], handle });
    await broker.publish(Array.from({ length: 500 }, (_, index) => orderPlaced(`o${index}`, 1)));
    await until(() => seen === 500);
    await consumer.close();
    expect(await query('SELECT FROM aurora_events.message')).toEqual([]);
  });
});
