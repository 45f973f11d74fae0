import { describe, expect } from '@jest/globals';
import { until } from '../../../../shared/testing/index.ts';
import { LONG } from '../../../support/long.ts';
import { startProxy } from '../../../support/proxy.ts';
import { administer } from '../support/administer.ts';
import { typesOf } from '../support/commit.ts';
import { EMBEDDED, MARIADB, onEngines, RABBITMQ } from '../support/engines.ts';
import { NOTHING_WRONG, PATIENT, type Stage } from '../support/stage.ts';

/** Events of a case, over some aggregates. */
const EVENTS = LONG ? 5_000 : 200;
const AGGREGATES = 20;

describe('what happens to the broker happens to no event', () => {
  const both = [RABBITMQ, EMBEDDED, ...(LONG ? [MARIADB] : [])];
  const on = onEngines(...both);
  const produce = { aggregates: AGGREGATES, transactions: EVENTS };
  /** Resolves in the middle of the load. */
  const underLoad = async (stage: Stage) => {
    const consumer = await stage.start('billing', { consume: { delaysMs: [50] } });
    const producer = await stage.start('orders', { relay: {}, produce });
    await stage.untilEffects(EVENTS / 6);
    return { consumer, producer };
  };

  on(both, 'it is killed in the middle of a window', async (stage, server) => {
    const { producer } = await underLoad(stage);
    await server.kill9();
    await until(() => producer.produced, PATIENT);
    await server.restart();
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });

  on(both, 'it is away for long: no event loses an attempt, and nobody keeps them in memory', async (stage, server) => {
    const { producer } = await underLoad(stage);
    await server.kill9();
    await until(() => producer.produced, PATIENT);
    await stage.commit(4 * EVENTS, 4 * AGGREGATES);
    const tries = async () => (await producer.account()).said['outbox waits'] ?? 0;
    await until(async () => (await tries()) >= (LONG ? 15 : 4), PATIENT);
    const { rows } = await stage.orders.query({ text: 'SELECT DISTINCT attempts FROM outbox' });
    expect(rows).toEqual([{ attempts: 0 }]);
    expect(await stage.pending()).toBeGreaterThanOrEqual(4 * EVENTS);
    expect(await stage.grown()).toEqual([]);
    await server.restart();
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });

  on([RABBITMQ], 'connections are half open: heartbeats notice', async (stage, _, { port }) => {
    await using proxy = await startProxy(port);
    const url = new URL(stage.brokerUrl);
    url.port = String(proxy.port);
    url.searchParams.set('heartbeat', '2');
    const brokerUrl = url.href;
    const consumer = await stage.start('billing', { consume: {}, brokerUrl });
    const producer = await stage.start('orders', { relay: {}, produce, brokerUrl });
    await stage.untilEffects(EVENTS / 6);
    proxy.freeze();
    for (const member of [consumer, producer]) {
      await until(async () => (await member.account()).said['event broker is away'], PATIENT);
    }
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });

  on([RABBITMQ], 'it closes channels, and leaves their connections open', async (stage, _, rabbit) => {
    const { consumer, producer } = await underLoad(stage);
    // As if each client had acknowledged what it was never given.
    const mistake = "{method, {'basic.ack', 999999999, false}, none, noflow}";
    const close = `[gen_server2:cast(Channel, ${mistake}) || Channel <- rabbit_channel:list()].`;
    for (let round = 1; round <= 3; round++) {
      await rabbit.ctl('eval', close);
      for (const member of [consumer, producer]) {
        await until(
          async () => ((await member.account()).said['channel to the event broker closed'] ?? 0) >= round,
          PATIENT,
        );
      }
    }
    await until(() => producer.produced, PATIENT);
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
    for (const member of [consumer, producer]) {
      expect((await member.account()).said['event broker is away']).toBeUndefined();
    }
  });

  on([RABBITMQ], 'a queue is full: publishers keep what it refuses', async (stage, _, rabbit) => {
    const away = await stage.start('billing', { consume: {} });
    await away.kill();
    const queue = `${stage.fleet}.billing`;
    await rabbit.ctl(
      'set_policy',
      queue,
      `^${queue.replaceAll('.', '\\.')}$`,
      '{"max-length": 50}',
      '--apply-to',
      'queues',
    );
    await stage.commit(EVENTS, AGGREGATES);
    const producer = await stage.start('orders', { relay: {} });
    await until(async () => (await producer.account()).said['outbox waits'], PATIENT);
    expect(await stage.pending()).toBeGreaterThan(EVENTS / 2);
    const { rows } = await stage.orders.query({ text: 'SELECT DISTINCT attempts FROM outbox' });
    expect(rows).toEqual([{ attempts: 0 }]);
    await stage.start('billing', { consume: {} });
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });

  on([RABBITMQ], "a consumer's queue is deleted, which cancels the consumer", async (stage) => {
    const { consumer } = await underLoad(stage);
    await stage.untilIdle();
    // Nothing is in it: what is in a queue that somebody deletes is theirs to lose.
    consumer.signal('SIGSTOP');
    await administer(stage.brokerUrl, (channel) => channel.deleteQueue(`${stage.fleet}.billing`));
    await stage.commit(EVENTS, AGGREGATES);
    await until(async () => (await stage.pending()) === 0, PATIENT);
    consumer.signal('SIGCONT');
    await until(async () => (await consumer.account()).said['channel to the event broker closed'], PATIENT);
    const replayed = await stage.replayUnrouted();
    expect(replayed.size).toBe(EVENTS);
    expect(await stage.audit({ replayed })).toEqual(NOTHING_WRONG);
  });

  on([RABBITMQ], 'a binding is missing: events are kept aside, and can be replayed', async (stage) => {
    await underLoad(stage);
    await stage.untilIdle();
    const [queue, exchange] = [`${stage.fleet}.billing`, `${stage.fleet}.events`];
    const keys = typesOf(stage.fleet).map((type) => type.replace(/v1$/, '*'));
    await administer(stage.brokerUrl, async (channel) => {
      for (const key of keys) await channel.unbindQueue(queue, exchange, key);
    });
    await stage.commit(EVENTS, AGGREGATES);
    await until(async () => (await stage.pending()) === 0, PATIENT);
    expect(await stage.effects()).toBe(EVENTS);
    await stage.start('billing-2', { consume: {} });
    const replayed = await stage.replayUnrouted();
    expect(replayed.size).toBe(EVENTS);
    expect(await stage.audit({ replayed })).toEqual(NOTHING_WRONG);
  });

  on([RABBITMQ], 'the parking queue is missing when an event is given up on', async (stage) => {
    await stage.start('billing', { consume: { delaysMs: [50] } });
    await administer(stage.brokerUrl, (channel) => channel.deleteQueue(`${stage.fleet}.billing.parked`));
    await stage.commit(EVENTS / 2, AGGREGATES);
    const { id } = await stage.one(3, { mark: 'poison' });
    await stage.commit(EVENTS / 2, AGGREGATES);
    await stage.start('orders', { relay: {} });
    expect(await stage.audit({ aside: new Set([id]) })).toEqual(NOTHING_WRONG);
    expect((await stage.broker.parked('billing')).map(({ event }) => event.id)).toEqual([id]);
  });

  on([RABBITMQ], "a consumer's queue is gone while events wait to come back to it", async (stage) => {
    // Each event fails at first, and its consumer is away when it is to come back. The next one has to be there before that.
    const delaysMs = [8_000];
    const failing = await stage.start('billing', { consume: { delaysMs, failFirst: true } });
    await stage.commit(AGGREGATES, AGGREGATES);
    await stage.start('orders', { relay: {} });
    const queue = `${stage.fleet}.billing`;
    const waiting = () => administer(stage.brokerUrl, (channel) => channel.checkQueue(`${queue}.retry.8000ms`));
    await until(async () => (await waiting()).messageCount === AGGREGATES, PATIENT);
    await failing.kill();
    await administer(stage.brokerUrl, (channel) => channel.deleteQueue(queue));
    await stage.start('billing', { consume: { delaysMs } });
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });
});
