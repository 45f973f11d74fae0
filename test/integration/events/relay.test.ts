import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Registry } from 'prom-client';
import type { Database } from '../../../shared/database/index.ts';
import { type CloudEvent, connectBroker, type EventBroker } from '../../../shared/events/index.ts';
import { outboxMetrics, Relay } from '../../../shared/outbox/index.ts';
import { Leases } from '../../../shared/outbox/leases.ts';
import { PARTITIONS } from '../../../shared/outbox/partition.ts';
import {
  type StartedDatabase,
  type StartedPostgres,
  startDatabase,
  startPostgres,
  until,
} from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { ORDER_PLACED, orderPlaced, serviceDatabase, store, waiting } from '../../support/outbox.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const { log } = readableLog();

describe('the relay', () => {
  let server: StartedDatabase;
  let brokerServer: StartedPostgres;
  let database: Database;
  let broker: EventBroker;
  let received: CloudEvent[];
  let scenario = 0;
  const relays: Relay[] = [];

  beforeAll(async () => {
    [server, brokerServer] = await Promise.all([startDatabase(), startPostgres()]);
  });
  afterAll(() => Promise.all([server?.stop(), brokerServer?.stop()]));
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await broker.close();
    await database.close();
  });

  const startRelay = (instance: string, isStandby = false) => {
    const relay = new Relay({ database, broker, instance, log, isStandby });
    relays.push(relay);
    return relay;
  };
  const prepare = async () => {
    const name = `orders${++scenario}`;
    database = await serviceDatabase(server, name, log);
    const url = await brokerServer.createDatabase(name);
    broker = await connectBroker({ url, fleet: 'test', service: 'order-service', log });
    received = [];
    const handle = async (event: CloudEvent) => void received.push(event);
    await broker.subscribe({ consumer: 'billing', types: [ORDER_PLACED], handle });
  };

  it('sends what was committed, as it was stored, and nothing that was rolled back', async () => {
    await prepare();
    const relay = startRelay('one');
    const event = orderPlaced('a', 1, { lines: [{ price: 0.1, note: 'ünïcode' }] });
    await expect(
      database.transaction(async (transaction) => {
        await store(transaction, orderPlaced('b', 1));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await store(database, event);
    relay.nudge();
    await until(() => received.length === 1);
    expect(received).toEqual([event]);
    await until(async () => (await waiting(database)).length === 0);
  });

  it('keeps the order of each aggregate through a backlog', async () => {
    await prepare();
    const backlog = Array.from({ length: 600 }, (_, index) => orderPlaced(`o${index % 7}`, 1 + Math.floor(index / 7)));
    await store(database, ...backlog);
    startRelay('one');
    await until(() => received.length === backlog.length, { withinMs: 60_000 });
    for (let order = 0; order < 7; order++) {
      const versions = received
        .filter(({ subject }) => subject === `o${order}`)
        .map(({ sequence }) => Number(sequence));
      expect(versions).toEqual(versions.map((_, index) => index + 1));
    }
    await until(async () => (await waiting(database)).length === 0);
  });

  it('takes no more into memory at a time than it has to, and sends all', async () => {
    await prepare();
    const batches: number[] = [];
    const publish = broker.publish.bind(broker);
    broker.publish = (events) => {
      batches.push(JSON.stringify(events).length);
      return publish(events);
    };
    const megabyte = 1_000_000;
    const events = Array.from({ length: 40 }, (_, index) => orderPlaced(`o${index}`, 1, 'x'.repeat(megabyte)));
    await store(database, ...events);
    startRelay('one');
    await until(() => received.length === 40, { withinMs: 60_000 });
    expect(batches.length).toBeGreaterThan(2);
    expect(Math.max(...batches)).toBeLessThan(18 * megabyte);
    await until(async () => (await waiting(database)).length === 0);
  });

  it('removes a whole batch while a transaction goes on that has stored an event', async () => {
    await prepare();
    await database.transaction(async (transaction) => {
      await store(transaction, orderPlaced('slow', 1));
      await store(database, ...Array.from({ length: 300 }, (_, index) => orderPlaced(`o${index}`, 1)));
      startRelay('one');
      // An engine that waits for the transaction gives up after ten seconds, and so would the relay, for ever.
      await until(async () => (await waiting(database)).length === 0, { withinMs: 9_000 });
    });
    await until(() => received.length === 301);
  });

  it('sends what a slow transaction commits late, though it took its position early', async () => {
    await prepare();
    const relay = startRelay('one');
    const [slow, quick] = [orderPlaced('slow', 1), orderPlaced('quick', 1)];
    await database.transaction(async (transaction) => {
      await store(transaction, slow);
      await store(database, quick);
      relay.nudge();
      await until(() => received.length === 1);
    });
    relay.nudge();
    await until(() => received.length === 2);
    expect(received.map(({ id }) => id)).toEqual([quick.id, slow.id]);
  });

  it('counts what the broker refuses; its aggregate waits, all others go on', async () => {
    await prepare();
    const relay = startRelay('one');
    const refused = orderPlaced('a', 1, 'x'.repeat(2 * 1024 * 1024));
    await store(database, refused, orderPlaced('a', 2), orderPlaced('b', 1));
    relay.nudge();
    await until(() => received.length === 1);
    expect(received[0]?.subject).toBe('b');
    const [first, second] = await until(async () => {
      const rows = await waiting(database);
      return rows[0]?.attempts === 1 && rows;
    });
    expect(first?.lastError).toMatch(/2097\d+ bytes/);
    expect(second).toMatchObject({ attempts: 0 });
    // Nor does it in a later batch, in which it would come first.
    await store(database, orderPlaced('b', 2));
    relay.nudge();
    await until(() => received.length > 1);
    expect(received.map(({ subject }) => subject)).toEqual(['b', 'b']);
  });

  it('buries what was refused too often, and its aggregate goes on', async () => {
    await prepare();
    const refused = orderPlaced('a', 1, 'x'.repeat(2 * 1024 * 1024));
    await store(database, refused, orderPlaced('a', 2));
    await database.query({ text: 'UPDATE outbox SET attempts = 9 WHERE aggregate_version = 1' });
    startRelay('one');
    await until(() => received.length === 1);
    expect(received[0]?.sequence).toMatch(/2$/);
    const { rows } = await database.query({ text: 'SELECT event_id, attempts, envelope FROM outbox_dead' });
    expect(rows).toEqual([{ event_id: refused.id, attempts: 10, envelope: refused }]);

    const registry = new Registry();
    outboxMetrics(registry, database);
    await store(database, orderPlaced('c', 1));
    // A scrape that the database keeps waiting tells no figures.
    await until(async () => /outbox_dead_events 1/.test(await registry.metrics()));
  });

  it('costs no event an attempt when the broker is away, and goes on when it is back', async () => {
    await prepare();
    const relay = startRelay('one');
    await brokerServer.kill9();
    const events = [orderPlaced('a', 1), orderPlaced('a', 2), orderPlaced('b', 1)];
    await store(database, ...events);
    relay.nudge();
    await until(async () =>
      broker.ping().then(
        () => false,
        () => true,
      ),
    );
    await brokerServer.restart();
    await until(() => received.length >= 3, { withinMs: 30_000 });
    expect(new Set(received.map(({ id }) => id))).toEqual(new Set(events.map(({ id }) => id)));
    const versions = received.filter(({ subject }) => subject === 'a').map(({ sequence }) => Number(sequence));
    expect([...new Set(versions)]).toEqual([1, 2]);
    await until(async () => (await waiting(database)).length === 0);
  });

  it('goes on when its database was away', async () => {
    await prepare();
    startRelay('one');
    await store(database, orderPlaced('a', 1));
    await until(() => received.length === 1);
    await server.kill9();
    await server.restart();
    await until(
      () =>
        store(database, orderPlaced('a', 2)).then(
          () => true,
          () => false,
        ),
      { withinMs: 30_000 },
    );
    // The first may come twice: whether it was sent was not written down when the database went.
    await until(() => received.some(({ sequence }) => sequence?.endsWith('2')), { withinMs: 30_000 });
  });

  it('shares an outbox: one of several relays sends, another takes over as soon as it stops', async () => {
    await prepare();
    const first = startRelay('one');
    await store(database, orderPlaced('a', 1));
    first.nudge();
    await until(() => received.length === 1);
    startRelay('two');
    await store(database, orderPlaced('a', 2));
    await until(() => received.length === 2);
    await first.stop();
    await store(database, orderPlaced('a', 3));
    await until(() => received.length === 3, { withinMs: 8_000 });
    const { rows } = await database.query({
      text: 'SELECT DISTINCT owner FROM outbox_leases WHERE expires_at > CURRENT_TIMESTAMP(6)',
    });
    expect(rows).toEqual([{ owner: 'two' }]);
  });

  it('sends soon what other replicas go on to commit, though it hears of its own writes alone', async () => {
    await prepare();
    startRelay('one');
    await until(
      async () => (await database.query({ text: "SELECT 1 FROM outbox_leases WHERE owner = 'one'" })).count > 0,
    );
    const other = startRelay('two');
    const begun = performance.now();
    for (let version = 1; version <= 20; version++) {
      await store(database, orderPlaced('a', version));
      other.nudge();
      await until(() => received.length === version);
    }
    // One look a second would take 20.
    expect(performance.now() - begun).toBeLessThan(12_000);
  });

  it('leaves the outbox to another while it is on standby, which then sends at once what it hears of', async () => {
    await prepare();
    const blue = startRelay('blue');
    await store(database, orderPlaced('a', 1));
    blue.nudge();
    await until(() => received.length === 1);
    const green = startRelay('green', true);
    const owners = async () => {
      const text = 'SELECT DISTINCT owner FROM outbox_leases WHERE expires_at > CURRENT_TIMESTAMP(6)';
      return (await database.query({ text })).rows.map(({ owner }) => owner);
    };
    for (const [live, other, name, sequence] of [
      [green, blue, 'green', 2],
      [blue, green, 'blue', 3],
    ] as const) {
      other.standBy(true);
      await until(async () => (await owners()).length === 0);
      live.standBy(false);
      await until(async () => (await owners()).join() === name);
      await store(database, orderPlaced('a', sequence));
      live.nudge();
      await until(() => received.length === sequence);
    }
  });

  it('takes on standby what nobody else wants, and lets it run out', async () => {
    await prepare();
    const abandoned = new Leases(database, 'blue');
    await abandoned.keep(true);
    expect(abandoned.partitions).toEqual([]);
    await database.query({ text: `UPDATE outbox_leases SET expires_at = CURRENT_TIMESTAMP(6) - INTERVAL '5' SECOND` });
    const standby = new Leases(database, 'green');
    await standby.keep(true);
    expect(standby.partitions).toHaveLength(PARTITIONS);
    const expiry = async () => (await database.query({ text: 'SELECT max(expires_at) AS at FROM outbox_leases' })).rows;
    const before = await expiry();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 4_000);
    try {
      await standby.keep(true);
      expect(await expiry()).toEqual(before);
      await standby.keep(false);
      expect(await expiry()).not.toEqual(before);
    } finally {
      clock.mockRestore();
    }
  });

  it('trusts a lease for less long than others leave it alone', async () => {
    await prepare();
    const leases = new Leases(database, 'one');
    await leases.keep();
    expect(leases.valid).toBe(true);
    const later = performance.now() + 9_000;
    const clock = jest.spyOn(performance, 'now').mockReturnValue(later);
    try {
      expect(leases.valid).toBe(false);
    } finally {
      clock.mockRestore();
    }
  });

  it('tells how much waits, and for how long', async () => {
    await prepare();
    const registry = new Registry();
    outboxMetrics(registry, database);
    const nothing = /outbox_pending_events 0[\s\S]*outbox_oldest_event_seconds 0\n[\s\S]*outbox_dead_events 0/;
    await until(async () => nothing.test(await registry.metrics()));
    await store(database, orderPlaced('a', 1), orderPlaced('b', 1));
    await database.query({ text: "UPDATE outbox SET created_at = CURRENT_TIMESTAMP(6) - INTERVAL '90' SECOND" });
    // Whoever asks within half a second gets the same.
    const text = await until(async () => {
      const current = await registry.metrics();
      return /outbox_pending_events 2/.test(current) && current;
    });
    expect(Number(/outbox_oldest_event_seconds ([\d.]+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(90);
  });
});
