import { describe, expect } from '@jest/globals';
import { until } from '../../../../shared/testing/index.ts';
import { LONG } from '../../../support/long.ts';
import { EMBEDDED, inTurn, MARIADB, onEngines, RABBITMQ } from '../support/engines.ts';
import { NOTHING_WRONG } from '../support/stage.ts';

/** Events of a case, over some aggregates. */
const EVENTS = LONG ? 5_000 : 200;
const AGGREGATES = 20;
/** Each database and each broker; in the long form all of them. */
const VARIANTS = LONG ? [RABBITMQ, EMBEDDED, MARIADB] : [EMBEDDED, MARIADB];

describe('what was committed is sent, and only that', () => {
  const on = onEngines(...VARIANTS);
  const next = inTurn(VARIANTS);

  on(next(), 'a relay is killed after the commit, before it publishes', async (stage) => {
    await stage.start('billing', { consume: {} });
    await stage.commit(EVENTS, AGGREGATES);
    const relay = await stage.start('orders', { relay: { fall: 'before' } });
    expect(await relay.exited()).toBe('SIGKILL');
    expect([await stage.pending(), await stage.effects()]).toEqual([EVENTS, 0]);
    await stage.start('orders', { relay: {} });
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });

  on(next(), 'a relay is killed after it has published, before it can note that', async (stage) => {
    const consumer = await stage.start('billing', { consume: {} });
    await stage.commit(EVENTS, AGGREGATES);
    const relay = await stage.start('orders', { relay: { fall: 'after' } });
    expect(await relay.exited()).toBe('SIGKILL');
    expect(await stage.pending()).toBe(EVENTS);
    await stage.start('orders', { relay: {} });
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
    expect((await consumer.account()).said['event handled before']).toBeGreaterThan(0);
  });

  on(next(), 'transactions are undone: nothing of them is sent', async (stage) => {
    await stage.start('billing', { consume: {} });
    const produce = { aggregates: AGGREGATES, transactions: EVENTS, rollBackEvery: 3 };
    const producer = await stage.start('orders', { relay: {}, produce });
    await until(() => producer.produced, { withinMs: 60_000 });
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
    expect(await stage.effects()).toBe(EVENTS - Math.floor(EVENTS / 3));
  });

  on(next(), 'a slow transaction commits a lower position late', async (stage) => {
    await stage.start('billing', { consume: {} });
    await stage.start('orders', { relay: {} });
    await stage.one(AGGREGATES, {
      within: async () => {
        await stage.commit(EVENTS, AGGREGATES);
        await stage.untilEffects(EVENTS);
      },
    });
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
    expect(await stage.effects()).toBe(EVENTS + 1);
  });

  on(next(), 'of two relays the leader freezes with a window in hand, and thaws', async (stage) => {
    const consumer = await stage.start('billing', { consume: {} });
    await stage.commit(EVENTS, AGGREGATES);
    const frozen = await stage.start('orders-1', { relay: { fall: 'before', at: 3, signal: 'SIGSTOP' } });
    await stage.start('orders-2', { relay: {} });
    await stage.commit(EVENTS, AGGREGATES);
    await stage.untilEffects(2 * EVENTS);
    frozen.signal('SIGCONT');
    // What it had in hand arrives late, once more.
    await until(async () => (await consumer.account()).said['event handled before'] !== undefined);
    await stage.commit(EVENTS, AGGREGATES);
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });

  on(next(), 'producers and relays are told to end in the middle of the load', async (stage) => {
    await stage.start('billing', { consume: {} });
    const produce = { aggregates: AGGREGATES, transactions: 100 * EVENTS };
    for (const round of [1, 2, 3]) {
      const producer = await stage.start('orders', { relay: {}, produce });
      await stage.untilEffects((round * EVENTS) / 4);
      expect(await producer.end()).toBe(0);
    }
    await stage.start('orders', { relay: {} });
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });
});
