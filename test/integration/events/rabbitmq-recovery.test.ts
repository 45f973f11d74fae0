import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ConfirmChannel, connect as connectAmqp } from 'amqplib';
import { type CloudEvent, connectBroker, type EventBroker, UNROUTED } from '../../../shared/events/index.ts';
import { toWire } from '../../../shared/events/rabbitmq/wire.ts';
import { until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { LONG } from '../../support/long.ts';
import { ORDER_PLACED, orderPlaced } from '../../support/outbox.ts';
import { rabbitMissing, type StartedRabbit, startRabbit } from '../../support/rabbitmq.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

if (rabbitMissing) it.skip(`what can happen to RabbitMQ needs one: ${rabbitMissing}`, () => undefined);
else describe('what can happen to RabbitMQ while the fleet is up', suite);

function suite(): void {
  const { log } = readableLog();
  let server: StartedRabbit;
  let scenario = 0;
  const open: EventBroker[] = [];

  beforeAll(async () => {
    server = await startRabbit();
  });
  afterAll(() => server?.stop());
  afterEach(async () => {
    await Promise.all(open.splice(0).map((broker) => broker.close()));
  });

  /** Each test in a fleet of its own. */
  const fleet = () => `fleet${scenario}`;
  const connect = async () => {
    const broker = await connectBroker({ url: server.url, fleet: fleet(), service: 'test', log });
    open.push(broker);
    await until(() => isUp(broker));
    return broker;
  };
  const consume = async (broker: EventBroker, retry = { delaysMs: [50] }) => {
    const seen: CloudEvent[] = [];
    const handle = async (event: CloudEvent) => void seen.push(event);
    await broker.subscribe({ consumer: 'billing', types: [ORDER_PLACED], retry, handle });
    return seen;
  };
  /** What someone else does to the broker. */
  const administer = async <T>(work: (channel: ConfirmChannel) => Promise<T>): Promise<T> => {
    const connection = await connectAmqp(server.url);
    try {
      const channel = await connection.createConfirmChannel();
      // What the broker refuses rejects where it was asked.
      channel.on('error', () => undefined);
      return await work(channel);
    } finally {
      await connection.close();
    }
  };
  const publish = (broker: EventBroker, ...events: CloudEvent[]) =>
    until(async () => (await broker.publish(events)).every(({ outcome }) => outcome === 'sent'));

  it('keeps aside what nobody has subscribed to', async () => {
    scenario++;
    const broker = await connect();
    const event = orderPlaced('a', 1);
    expect(await broker.publish([event])).toEqual([{ outcome: 'sent' }]);
    const kept = await administer((channel) => channel.get(`${fleet()}.unrouted`, { noAck: true }));
    expect(kept).toMatchObject({ properties: { messageId: event.id } });
  });

  it('refuses an event that not even the unrouted queue takes, and says why', async () => {
    scenario++;
    const broker = await connect();
    await administer((channel) => channel.deleteQueue(`${fleet()}.unrouted`));
    expect(await broker.publish([orderPlaced('a', 1)])).toEqual([{ outcome: 'refused', reason: 'NO_ROUTE' }]);
  });

  it('makes its queue again and goes on when someone deletes it', async () => {
    scenario++;
    const broker = await connect();
    const seen = await consume(broker);
    await administer((channel) => channel.deleteQueue(`${fleet()}.billing`));
    await until(() =>
      administer((channel) => channel.checkQueue(`${fleet()}.billing`)).then(
        ({ consumerCount }) => consumerCount === 1,
        () => false,
      ),
    );
    await publish(broker, orderPlaced('a', 1));
    await until(() => seen.length === 1);
  });

  it('makes a retry queue again that someone has deleted, and tries the event again', async () => {
    scenario++;
    const broker = await connect();
    const attempts: number[] = [];
    await broker.subscribe({
      consumer: 'billing',
      types: [ORDER_PLACED],
      retry: { delaysMs: [50] },
      handle: async (_event, attempt) => {
        attempts.push(attempt);
        if (attempt === 1) throw new Error('once');
      },
    });
    await administer((channel) => channel.deleteQueue(`${fleet()}.billing.retry.50ms`));
    await publish(broker, orderPlaced('a', 1));
    await until(() => attempts.includes(2), { withinMs: 20_000 });
  });

  it('makes the exchange and its bindings again when they are gone', async () => {
    scenario++;
    const broker = await connect();
    const seen = await consume(broker);
    await administer((channel) => channel.deleteExchange(`${fleet()}.events`));
    expect((await broker.publish([orderPlaced('a', 1)]))[0]?.outcome).not.toBe('sent');
    await publish(broker, orderPlaced('a', 2));
    // The consumer's bindings went with the exchange; until it starts over, events are kept aside.
    await server.ctl('close_all_connections', 'test');
    await until(() => isUp(broker), { withinMs: 20_000 });
    await until(async () => {
      await broker.publish([orderPlaced('a', 3)]);
      return seen.length > 0;
    });
  });

  it('hands over what was kept aside while its binding was gone', async () => {
    scenario++;
    const broker = await connect();
    const seen = await consume(broker);
    const key = ORDER_PLACED.replace('.v1', '.*');
    const [queue, exchange] = [`${fleet()}.billing`, `${fleet()}.events`];
    await administer((channel) => channel.unbindQueue(queue, exchange, key));
    const events = [orderPlaced('a', 1), orderPlaced('a', 2)];
    await publish(broker, ...events);
    expect((await broker.parked(UNROUTED)).map(({ event }) => event.type)).toEqual([ORDER_PLACED, ORDER_PLACED]);
    await administer((channel) => channel.bindQueue(queue, exchange, key));
    expect(await broker.replay(UNROUTED)).toBe(2);
    await until(() => seen.length === 2);
    expect(seen).toEqual(events);
    expect(await broker.parked(UNROUTED)).toEqual([]);
  });

  it('tells of a queue that was made in another way, and makes it anew with all that was in it, in order', async () => {
    scenario++;
    const [queue, exchange] = [`${fleet()}.billing`, `${fleet()}.events`];
    const broker = await connect();
    // As an earlier version might have made it.
    await administer((channel) =>
      channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 3 } }),
    );
    await administer((channel) => channel.bindQueue(queue, exchange, ORDER_PLACED));
    const events = Array.from({ length: 500 }, (_, index) => orderPlaced('a', index + 1));
    await publish(broker, ...events);

    const consumer = await connect();
    const seen: CloudEvent[] = [];
    const subscription = {
      consumer: 'billing',
      types: [ORDER_PLACED],
      handle: async (event: CloudEvent) => void seen.push(event),
    };
    const subscribing = consumer.subscribe(subscription).catch(() => undefined);
    await until(() =>
      consumer.ping().then(
        () => false,
        ({ message }) => message.includes(`${queue} was made in another way: inequivalent arg`),
      ),
    );
    const { drift, waiting } = await broker.backlog('billing');
    expect({ drift, waiting }).toEqual({ drift: expect.stringContaining('inequivalent arg'), waiting: 500 });

    // Who publishes meanwhile waits.
    const ended = new AbortController();
    const publishing = (async () => {
      for (let version = 501; !ended.signal.aborted; version++) {
        await publish(broker, orderPlaced('a', version));
        events.push(orderPlaced('a', version));
      }
    })();
    await broker.rebuild('billing', [ORDER_PLACED]);
    await subscribing;
    ended.abort();
    await publishing;
    expect(await broker.backlog('billing')).not.toHaveProperty('drift');
    await until(() => new Set(seen.map(({ sequence }) => sequence)).size === events.length, { withinMs: 20_000 });
    const firsts = [...new Set(seen.map(({ sequence }) => Number(sequence)))];
    expect(firsts).toEqual(Array.from({ length: events.length }, (_, index) => index + 1));
    await expect(broker.rebuild('billing', [ORDER_PLACED])).rejects.toThrow('stop its service first');
  });

  it('goes on when its connections are closed for it', async () => {
    scenario++;
    const broker = await connect();
    const seen = await consume(broker);
    await publish(broker, orderPlaced('a', 1));
    await until(() => seen.length === 1);
    await server.ctl('close_all_connections', 'test');
    await publish(broker, orderPlaced('a', 2));
    await until(() => seen.some(({ sequence }) => sequence.endsWith('2')), { withinMs: 20_000 });
  });

  it('answers when the broker is short of memory, and sends when it has some again', async () => {
    scenario++;
    const broker = await connect();
    const seen = await consume(broker);
    await server.ctl('set_vm_memory_high_watermark', '0.00001');
    const answers = broker.publish([orderPlaced('a', 1)]);
    await expect(until(() => broker.ping().then(() => false))).rejects.toThrow(/takes nothing/);
    expect((await broker.publish([orderPlaced('a', 2)]))[0]?.outcome).not.toBe('sent');
    await server.ctl('set_vm_memory_high_watermark', '0.6');
    await answers;
    await publish(broker, orderPlaced('a', 3));
    await until(() => seen.some(({ sequence }) => sequence.endsWith('3')));
  });

  // The broker takes its time to notice.
  if (LONG)
    it('closes while the broker is short of memory, and leaves to the next process what could not be sent to wait', async () => {
      scenario++;
      const broker = await connect();
      const { promise: failing, resolve: fail } = Promise.withResolvers<void>();
      const begun: CloudEvent[] = [];
      const consumer = await broker.subscribe({
        consumer: 'billing',
        types: [ORDER_PLACED],
        handle: async (event) => {
          begun.push(event);
          await failing;
          throw new Error('not here');
        },
      });
      await publish(broker, orderPlaced('a', 1));
      await until(() => begun.length === 1);
      await server.ctl('set_vm_memory_high_watermark', '0.00001');
      try {
        expect((await broker.publish([orderPlaced('a', 2)]))[0]?.outcome).not.toBe('sent');
        await expect(broker.ping()).rejects.toThrow(/takes nothing/);
        fail();
        await consumer.close();
        await broker.close();
      } finally {
        await server.ctl('set_vm_memory_high_watermark', '0.6');
      }
      const seen = await consume(await connect());
      await until(() => seen.some(({ id }) => id === begun[0]?.id));
    });

  it('lets nothing overtake an event that waits, also when another process takes over meanwhile', async () => {
    scenario++;
    const [first, second] = [await connect(), await connect()];
    const retry = { delaysMs: [3_000] };
    const failing = await first.subscribe({
      consumer: 'billing',
      types: [ORDER_PLACED],
      retry,
      handle: async () => {
        throw new Error('not here');
      },
    });
    await publish(first, orderPlaced('a', 1));
    const waiting = () => administer((channel) => channel.checkQueue(`${fleet()}.billing.retry.3000ms`));
    await until(async () => (await waiting()).messageCount === 1);
    await failing.close();
    const seen = await consume(second, retry);
    await publish(first, orderPlaced('a', 2), orderPlaced('b', 1));
    await until(() => seen.length === 3);
    const order = seen.map(({ subject, sequence }) => subject + Number(sequence));
    expect(order).toEqual(['b1', 'a1', 'a2']);
  });

  it('parks what is no event at all', async () => {
    scenario++;
    const broker = await connect();
    const seen = await consume(broker);
    await administer((channel) => {
      channel.sendToQueue(`${fleet()}.billing`, Buffer.from('{'));
      return channel.waitForConfirms();
    });
    await publish(broker, orderPlaced('a', 1));
    await until(() => seen.length === 1);
    const parked = () => administer((channel) => channel.checkQueue(`${fleet()}.billing.parked`));
    await until(async () => (await parked()).messageCount === 1);
    const [unreadable, ...others] = await broker.parked('billing');
    expect(others).toEqual([]);
    expect(unreadable).toMatchObject({
      event: { type: 'unreadable', data: '{' },
      reason: expect.stringContaining('not an event'),
    });
    expect(await broker.replay('billing')).toBe(0);
    expect(await broker.purge('billing', { ids: [unreadable?.event.id as string] })).toBe(1);
    expect(await broker.parked('billing')).toEqual([]);
  });

  it('keeps the order of a subject whose events wait in several retry queues when another process takes over', async () => {
    scenario++;
    const broker = await connect();
    const retry = { delaysMs: [500, 1_500] };
    const consumer = await broker.subscribe({
      consumer: 'billing',
      types: [ORDER_PLACED],
      retry,
      handle: async () => undefined,
    });
    await consumer.close();
    const [first, second, other] = [orderPlaced('s', 1), orderPlaced('s', 2), orderPlaced('x', 1)];
    await administer(async (channel) => {
      for (const [event, delay] of [
        [first, 1_500],
        [second, 500],
      ] as const) {
        const { content, options } = toWire(event, { attempts: 1 });
        channel.sendToQueue(`${fleet()}.billing.retry.${delay}ms`, content, options);
      }
      await channel.waitForConfirms();
    });
    const seen = await consume(await connect(), retry);
    await publish(broker, other);
    await until(() => seen.length === 3);
    expect(seen).toEqual([other, first, second]);
  });

  it('lets nothing of a subject get ahead of an event that could not be moved', async () => {
    scenario++;
    const broker = await connect();
    const seen: string[] = [];
    await broker.subscribe({
      consumer: 'billing',
      types: [ORDER_PLACED],
      retry: { delaysMs: [] },
      handle: async ({ subject, sequence }) => {
        seen.push(`${subject}${Number(sequence)}`);
        if (seen.length === 1) throw new Error('once');
      },
    });
    await administer((channel) => channel.deleteQueue(`${fleet()}.billing.parked`));
    await publish(broker, orderPlaced('s', 1), orderPlaced('s', 2), orderPlaced('s', 3));
    await until(() => seen.includes('s3'));
    expect(seen).toEqual(['s1', 's1', 's2', 's3']);
  });
}

const isUp = (broker: EventBroker): Promise<boolean> =>
  broker.ping().then(
    () => true,
    () => false,
  );
