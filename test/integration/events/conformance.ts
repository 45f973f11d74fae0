import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type CloudEvent,
  connectBroker,
  createEvent,
  type EventBroker,
  type ParkedChoice,
  type Subscription,
} from '../../../shared/events/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

/** The server behind an adapter. */
export interface Server {
  readonly url: string;
  kill9(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const { log } = readableLog();
const retry = { delaysMs: [50, 100] };
/** A broker restart takes seconds where the machine is busy. */
const PATIENT = { withinMs: 60_000 };

/** What every adapter promises (shared/events/contract.ts), proven on the real server. */
export function conformance(name: string, start: () => Promise<Server>): void {
  describe(`${name}, as every broker`, () => {
    let server: Server;
    const open: EventBroker[] = [];
    let scenario = 0;

    /** Types and consumers of one test, which no other uses. */
    const world = () => {
      const verb = `happened-${++scenario}`;
      const type = `test.order-service.order.${verb}.v1`;
      const events = (subjects: number, each: number) =>
        Array.from({ length: subjects * each }, (_, index) =>
          createEvent({
            fleet: 'test',
            service: 'order-service',
            entity: 'order',
            verb,
            aggregateId: `order-${index % subjects}`,
            aggregateVersion: 1 + Math.floor(index / subjects),
            data: { index },
          }),
        );
      const subscription = (consumer: string, handle: Subscription['handle'], more: Partial<Subscription> = {}) => ({
        consumer: `${consumer}-${scenario}`,
        types: [type],
        handle,
        retry,
        ...more,
      });
      return { events, subscription, consumer: (consumer: string) => `${consumer}-${scenario}` };
    };

    const outage = world();

    beforeAll(async () => {
      server = await start();
      // RabbitMQ 3.10 loses a queue that was made within seconds before it is killed, so these are made long before.
      const broker = await connect();
      await broker.subscribe(outage.subscription('orders', async () => undefined));
      await broker.close();
    });
    afterAll(() => server?.stop());
    afterEach(async () => {
      await Promise.all(open.splice(0).map((broker) => broker.close()));
    });

    const connect = async () => {
      const broker = await connectBroker({ url: server.url, fleet: 'test', service: 'test', log });
      open.push(broker);
      await until(() => isUp(broker), PATIENT);
      return broker;
    };

    it('hands over the whole event, to every consumer once', async () => {
      const { events, subscription } = world();
      const [publisher, first, second] = [await connect(), await connect(), await connect()];
      const seen: Record<string, CloudEvent[]> = { first: [], second: [] };
      await first.subscribe(subscription('first', async (event) => void seen.first?.push(event)));
      await second.subscribe(subscription('second', async (event) => void seen.second?.push(event)));

      const [event] = events(1, 1) as [CloudEvent];
      expect(await publisher.publish([event])).toEqual([{ outcome: 'sent' }]);
      await until(() => seen.first?.length === 1 && seen.second?.length === 1);
      expect(seen).toEqual({ first: [event], second: [event] });
    });

    it('takes an event that nobody waits for', async () => {
      const { events } = world();
      const publisher = await connect();
      expect(await publisher.publish(events(1, 2))).toEqual([{ outcome: 'sent' }, { outcome: 'sent' }]);
      expect(await publisher.publish([])).toEqual([]);
    });

    it('keeps the order of each subject through a large batch, and handles subjects side by side', async () => {
      const { events, subscription } = world();
      const broker = await connect();
      const seen = new Map<string, number[]>();
      let running = 0;
      let most = 0;
      await broker.subscribe(
        subscription('orders', async (event) => {
          most = Math.max(most, ++running);
          await Promise.resolve();
          const versions = seen.get(event.subject) ?? [];
          seen.set(event.subject, [...versions, Number(event.sequence)]);
          running--;
        }),
      );
      const batch = events(50, 40);
      const results = await broker.publish(batch);
      expect(results.every(({ outcome }) => outcome === 'sent')).toBe(true);
      await until(() => [...seen.values()].flat().length >= batch.length, PATIENT);
      const inOrder = Array.from({ length: 40 }, (_, index) => index + 1);
      expect([...seen.values()]).toEqual(Array.from({ length: 50 }, () => inOrder));
      expect(most).toBe(8);
    });

    it('keeps events for a consumer that is away', async () => {
      const { events, subscription } = world();
      const publisher = await connect();
      const seen: string[] = [];
      const orders = subscription('orders', async (event) => void seen.push(event.id));
      const consumer = await publisher.subscribe(orders);
      await consumer.close();

      const batch = events(3, 1);
      await publisher.publish(batch);
      const other = await connect();
      await other.subscribe(orders);
      await until(() => seen.length === 3);
      expect(seen).toEqual(batch.map(({ id }) => id));
    });

    it('tries again after the delays, with later events of the subject waiting and others going on', async () => {
      const { events, subscription } = world();
      const broker = await connect();
      const seen: { subject: string; version: number; attempt: number; at: number }[] = [];
      await broker.subscribe(
        subscription('orders', async (event, attempt) => {
          const version = Number(event.sequence);
          seen.push({ subject: event.subject, version, attempt, at: performance.now() });
          if (event.subject === 'order-0' && version === 1 && attempt < 3) throw new Error('not yet');
        }),
      );
      await broker.publish(events(2, 3));
      await until(() => seen.length === 8);

      const of = (subject: string) => seen.filter((each) => each.subject === subject);
      const failing = of('order-0');
      expect(failing.map(({ version, attempt }) => [version, attempt])).toEqual([
        [1, 1],
        [1, 2],
        [1, 3],
        [2, 1],
        [3, 1],
      ]);
      expect((failing[1]?.at ?? 0) - (failing[0]?.at ?? 0)).toBeGreaterThanOrEqual(45);
      expect((failing[2]?.at ?? 0) - (failing[1]?.at ?? 0)).toBeGreaterThanOrEqual(95);
      expect(of('order-1').map(({ version }) => version)).toEqual([1, 2, 3]);
      expect(of('order-1').every(({ at }) => at < (failing[2]?.at ?? 0))).toBe(true);
    });

    it('parks poison with its reason after the last attempt, and hands it over again on replay', async () => {
      const { events, subscription, consumer } = world();
      const broker = await connect();
      const handled: number[] = [];
      let attempts = 0;
      let healthy = false;
      await broker.subscribe(
        subscription('orders', async (event) => {
          const { index } = event.data as { index: number };
          if (index === 7 && !healthy) {
            attempts++;
            throw new Error('cannot read it');
          }
          handled.push(index);
        }),
      );
      const batch = events(10, 10);
      await broker.publish(batch);
      await until(() => handled.length === 99, PATIENT);
      expect(attempts).toBe(3);

      const [parked, ...others] = await until(async () => {
        const found = await broker.parked(consumer('orders'));
        return found.length > 0 && found;
      });
      expect(others).toEqual([]);
      expect(parked).toMatchObject({ event: batch[7], attempts: 3, reason: 'cannot read it' });
      expect(Date.parse(parked?.parkedAt ?? '')).toBeLessThanOrEqual(Date.now());

      healthy = true;
      expect(await broker.replay(consumer('orders'))).toBe(1);
      await until(() => handled.length === 100);
      expect(handled.at(-1)).toBe(7);
      expect(await broker.parked(consumer('orders'))).toEqual([]);
    });

    it('parks an event of a version that the consumer does not know', async () => {
      const { events, subscription, consumer } = world();
      const broker = await connect();
      await broker.subscribe(subscription('orders', async () => undefined));
      const batch = events(1, 1).map((event) => ({ ...event, type: event.type.replace('.v1', '.v2') }));
      await broker.publish(batch);
      const [parked] = await until(async () => {
        const found = await broker.parked(consumer('orders'));
        return found.length > 0 && found;
      });
      expect(parked?.reason).toContain(batch[0]?.type);
    });

    it('gives up an attempt that takes too long, tells the handler, and goes on', async () => {
      const { events, subscription, consumer } = world();
      const broker = await connect();
      const handled: number[] = [];
      const reasons: unknown[] = [];
      const outcomes: string[] = [];
      let attempts = 0;
      await broker.subscribe(
        subscription(
          'orders',
          async (event, _attempt, signal) => {
            const version = Number(event.sequence);
            if (version === 2) {
              await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
              reasons.push(signal.reason.message);
              // It never comes back.
              await new Promise(() => undefined);
            }
            handled.push(version);
          },
          {
            timeoutMs: 50,
            metrics: {
              attempted: () => void attempts++,
              ended: (outcome, event) => void outcomes.push(`${event?.sequence.replace(/^0+/, '')} ${outcome}`),
            },
          },
        ),
      );
      await broker.publish(events(1, 3));
      await until(() => handled.length === 2);
      expect(handled).toEqual([1, 3]);
      expect(reasons).toEqual(Array(3).fill('not handled within 50 ms'));
      await until(() => outcomes.length === 5);
      expect(outcomes.sort()).toEqual(['1 handled', '2 failed', '2 failed', '2 parked', '3 handled']);
      expect(attempts).toBe(5);
      expect(await broker.parked(consumer('orders'))).toMatchObject([
        { reason: 'not handled within 50 ms', attempts: 3 },
      ]);
    });

    it('counts what waits, shows and hands over what was chosen of the parked, and forgets others', async () => {
      const { events, subscription, consumer } = world();
      const broker = await connect();
      const orders = consumer('orders');
      expect(await broker.backlog(orders)).toEqual({ waiting: 0, retrying: 0, parked: 0, consumers: 0 });
      const handled: string[] = [];
      let healthy = false;
      const handle = async (event: CloudEvent) => {
        if (!healthy) throw new Error('no');
        handled.push(event.id);
      };
      const consuming = await broker.subscribe(subscription('orders', handle, { retry: { delaysMs: [] } }));
      const batch = events(6, 1);
      const ids = batch.map(({ id }) => id);
      const idsOf = async (choice?: ParkedChoice) =>
        (await broker.parked(orders, choice)).map(({ event }) => event.id).sort();
      await broker.publish(batch);
      await until(async () => (await broker.backlog(orders)).parked === 6);
      expect(await broker.backlog(orders)).toMatchObject({ waiting: 0, retrying: 0, consumers: 1 });
      await consuming.close();

      expect(await idsOf()).toEqual([...ids].sort());
      expect(await idsOf({ ids: ids.slice(1, 3) })).toEqual(ids.slice(1, 3));
      expect(await idsOf({ limit: 2 })).toHaveLength(2);
      expect(await idsOf({ since: new Date(Date.now() + 60_000) })).toEqual([]);

      expect(await broker.purge(orders, { ids: ids.slice(0, 1) })).toBe(1);
      expect(await broker.replay(orders, { since: new Date(Date.now() + 60_000) })).toBe(0);
      expect(await broker.replay(orders, { ids: ids.slice(1, 3), perSecond: 100 })).toBe(2);
      // RabbitMQ's counts are a moment behind.
      await until(async () => (await broker.backlog(orders)).parked === 3);
      expect(await broker.backlog(orders)).toEqual({ waiting: 2, retrying: 0, parked: 3, consumers: 0 });
      expect(await broker.depth(orders, { delaysMs: [] })).toEqual({ waiting: 2, parked: 3 });
      healthy = true;
      await broker.subscribe(subscription('orders', handle));
      await until(() => handled.length === 2);
      expect(await idsOf()).toEqual(ids.slice(3));
      expect(await broker.purge(orders)).toBe(3);
      expect(await broker.parked(orders)).toEqual([]);
    });

    it('discards what waits, for the first time or again, and what is parked, of one consumer alone', async () => {
      const { events, subscription, consumer } = world();
      const broker = await connect();
      const [orders, stock] = [consumer('orders'), consumer('stock')];
      const fail = async () => {
        throw new Error('not now');
      };
      await broker.discard(orders);
      const parking = await broker.subscribe(subscription('orders', fail, { retry: { delaysMs: [] } }));
      const other = await broker.subscribe(subscription('stock', fail, { retry: { delaysMs: [] } }));
      await broker.publish(events(2, 1));
      await until(async () => (await broker.backlog(orders)).parked === 2);
      await parking.close();
      const retry = { delaysMs: [60_000] };
      const waiting = await broker.subscribe(subscription('orders', fail, { retry }));
      await broker.publish(events(2, 1));
      await until(async () => (await broker.backlog(orders, retry)).retrying === 2);
      await waiting.close();
      await broker.publish(events(3, 1));
      await until(async () => (await broker.backlog(orders, retry)).waiting === 3);
      await until(async () => (await broker.depth(orders, retry)).waiting === 3 + 2);
      await until(async () => (await broker.backlog(stock)).parked === 7);
      await other.close();

      await broker.discard(orders, retry);
      await until(async () => {
        const { waiting, retrying, parked } = await broker.backlog(orders, retry);
        return waiting + retrying + parked === 0;
      });
      expect(await broker.backlog(stock)).toMatchObject({ parked: 7 });
      const handled: string[] = [];
      await broker.subscribe(subscription('orders', async ({ id }) => void handled.push(id), { retry }));
      const [next] = events(1, 1);
      await broker.publish([next as CloudEvent]);
      await until(() => handled.length > 0);
      expect(handled).toEqual([next?.id]);
    });

    it('keeps any reason, and replays each of those chosen once, though it is parked again', async () => {
      const { events, subscription, consumer } = world();
      const broker = await connect();
      const orders = consumer('orders');
      const handle = async () => {
        throw new Error(`bad \0 byte ${'x'.repeat(100_000)}`);
      };
      await broker.subscribe(subscription('orders', handle));
      await broker.publish(events(1, 1));
      const parked = () =>
        until(async () => {
          const [event] = await broker.parked(orders);
          return event;
        });
      const { reason, attempts } = await parked();
      expect(reason).toMatch(/^bad {2}byte x+…$/);
      expect(attempts).toBe(3);
      expect(await broker.replay(orders, { perSecond: 100, limit: 30 })).toBe(1);
      await parked();
    });

    it('shows what is published to who looks on', async () => {
      const { events } = world();
      const [publisher, onlooker] = [await connect(), await connect()];
      const ended = new AbortController();
      const seen: string[] = [];
      const started = Promise.withResolvers<void>();
      const looking = onlooker.tail((event) => seen.push(event.id), ended.signal, started.resolve);
      await started.promise;
      const batch = events(2, 3);
      await publisher.publish(batch);
      await until(() => batch.every(({ id }) => seen.includes(id)));
      ended.abort();
      await looking;
      expect(seen.filter((id) => batch.some((event) => event.id === id))).toEqual(batch.map(({ id }) => id));
    });

    it('lets one of several processes work, and another take over when it is gone', async () => {
      const { events, subscription } = world();
      const [publisher, first, second] = [await connect(), await connect(), await connect()];
      const seen: { by: string; version: number }[] = [];
      const by = (name: string) =>
        subscription('orders', async (event) => void seen.push({ by: name, version: Number(event.sequence) }));
      await first.subscribe(by('first'));
      const batch = events(1, 20);
      await publisher.publish(batch.slice(0, 10));
      await until(() => seen.length === 10);
      await second.subscribe(by('second'));
      await publisher.publish(batch.slice(10, 15));
      await until(() => seen.length === 15);
      await first.close();
      await publisher.publish(batch.slice(15));
      await until(() => seen.length === 20);
      expect(seen.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect(seen.map(({ by }) => by)).toEqual([...Array(15).fill('first'), ...Array(5).fill('second')]);
    });

    it('drains: the handler at work finishes, what was not begun goes to the next process', async () => {
      const { events, subscription } = world();
      const [first, second] = [await connect(), await connect()];
      const seen: string[] = [];
      const { promise: gate, resolve: openGate } = Promise.withResolvers<void>();
      const slow = subscription('orders', async (event) => {
        seen.push(`begun ${Number(event.sequence)}`);
        await gate;
        seen.push(`done ${Number(event.sequence)}`);
      });
      const consumer = await first.subscribe(slow);
      await first.publish(events(1, 3));
      await until(() => seen.length === 1);
      const closed = Promise.all([consumer.close(), first.close(), first.close()]);
      openGate();
      await closed;
      expect(seen).toEqual(['begun 1', 'done 1']);
      await second.subscribe(subscription('orders', async (event) => void seen.push(`next ${Number(event.sequence)}`)));
      await until(() => seen.length === 4);
      expect(seen).toEqual(['begun 1', 'done 1', 'next 2', 'next 3']);
    });

    it('refuses who subscribes while it closes', async () => {
      const broker = await connect();
      const subscribing = broker.subscribe(world().subscription('late', async () => undefined));
      await Promise.all([expect(subscribing).rejects.toThrow('closed'), broker.close()]);
    });

    it('refuses an event that is too large, and sends its neighbours', async () => {
      const { events } = world();
      const broker = await connect();
      const [before, large, after] = events(3, 1) as [CloudEvent, CloudEvent, CloudEvent];
      const results = await broker.publish([before, { ...large, data: 'x'.repeat(2 * 1024 * 1024) }, after]);
      expect(results.map(({ outcome }) => outcome)).toEqual(['sent', 'refused', 'sent']);
    });

    it('answers while the broker is away, and goes on when it is back, losing nothing', async () => {
      const { events, subscription } = outage;
      const [publisher, consumer] = [await connect(), await connect()];
      const seen: string[] = [];
      await consumer.subscribe(subscription('orders', async (event) => void seen.push(event.id)));
      const batch = events(1, 30);
      await publisher.publish(batch.slice(0, 10));
      await server.kill9();
      // What a killed server had in hand may still get through.
      await until(async () => {
        const during = await publisher.publish(batch.slice(10, 20));
        return during.every(({ outcome }) => outcome === 'unsent');
      });
      await expect(publisher.ping()).rejects.toThrow();

      await server.restart();
      await until(() => isUp(publisher), PATIENT);
      for (const event of batch.slice(10)) {
        await until(async () => (await publisher.publish([event]))[0]?.outcome === 'sent', PATIENT);
      }
      await until(() => new Set(seen).size === 30, PATIENT);
      const firsts = [...new Set(seen)];
      expect(firsts).toEqual(batch.map(({ id }) => id));
    });
  });
}

const isUp = (broker: EventBroker): Promise<boolean> =>
  broker.ping().then(
    () => true,
    () => false,
  );
