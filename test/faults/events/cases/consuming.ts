import { describe, expect } from '@jest/globals';
import { MAX_FALLS } from '../../../../shared/events/contract.ts';
import { forgetHandled } from '../../../../shared/inbox/index.ts';
import { until } from '../../../../shared/testing/index.ts';
import { readableLog } from '../../../support/log.ts';
import { LONG } from '../../../support/long.ts';
import { billing } from '../support/billing.ts';
import { typesOf } from '../support/commit.ts';
import { EMBEDDED, inTurn, MARIADB, onEngines, RABBITMQ } from '../support/engines.ts';
import { NOTHING_WRONG, PATIENT, type Stage } from '../support/stage.ts';

/** Events of a case, over some aggregates. */
const EVENTS = LONG ? 5_000 : 200;
const AGGREGATES = 20;
/** Each database and each broker; in the long form all of them. */
const VARIANTS = LONG ? [RABBITMQ, EMBEDDED, MARIADB] : [EMBEDDED, MARIADB];

describe('what arrives takes effect once, whatever happens to its consumer', () => {
  const on = onEngines(...VARIANTS);
  const next = inTurn(VARIANTS);
  const parkedOf = (stage: Stage) => stage.broker.parked('billing', { limit: EVENTS });
  const idsOf = async (stage: Stage) => new Set((await parkedOf(stage)).map(({ event }) => event.id));

  for (const [fall, when] of [
    ['inside', 'before its commit'],
    ['after', 'after its commit, before it can acknowledge'],
  ] as const) {
    on(next(), `it is killed ${when}`, async (stage) => {
      const falling = await stage.start('billing-1', { consume: { fall, at: EVENTS / 4 } });
      const standing = await stage.start('billing-2', { consume: {} });
      await stage.commit(EVENTS, AGGREGATES);
      await stage.start('orders', { relay: {} });
      expect(await falling.exited()).toBe('SIGKILL');
      expect(await stage.audit()).toEqual(NOTHING_WRONG);
      const { said } = await standing.account();
      if (fall === 'after') expect(said['event handled before']).toBeGreaterThan(0);
    });
  }

  on(next(), 'it is killed again and again while it works off what came back', async (stage) => {
    const fall = 'inside';
    let falling = await stage.start('billing', { consume: { fall, at: EVENTS / 4 } });
    await stage.commit(EVENTS, AGGREGATES);
    await stage.start('orders', { relay: {} });
    for (const at of [3, 30, 3, 3]) {
      expect(await falling.exited()).toBe('SIGKILL');
      falling = await stage.start('billing', { consume: { fall, at } });
    }
    expect(await falling.exited()).toBe('SIGKILL');
    await stage.start('billing', { consume: {} });
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });

  on(next(), 'it is told to end in the middle of the load', async (stage) => {
    await stage.commit(EVENTS, AGGREGATES);
    let consumer = await stage.start('billing', { consume: {} });
    await stage.start('orders', { relay: {} });
    for (const share of [0.25, 0.5, 0.75]) {
      await stage.untilEffects(share * EVENTS);
      expect(await consumer.end()).toBe(0);
      consumer = await stage.start('billing', { consume: {} });
    }
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });

  on(next(), 'the same event comes a hundred times at once', async (stage) => {
    const { log } = readableLog();
    const subscription = billing(stage.billing, log, { types: typesOf(stage.fleet) });
    const event = await stage.one(0);
    const handle = () => subscription.handle(event, 1, new AbortController().signal);
    await Promise.all(Array.from({ length: 100 }, handle));
    await stage.start('billing', { consume: {} });
    const results = await stage.broker.publish(Array.from({ length: 100 }, () => event));
    expect(results.filter(({ outcome }) => outcome === 'sent')).toHaveLength(100);
    await stage.start('orders', { relay: {} });
    expect(await stage.audit()).toEqual(NOTHING_WRONG);
  });

  on(next(), 'all arrive out of order, and twice', async (stage) => {
    await stage.start('billing', { consume: {} });
    await stage.commit(EVENTS, AGGREGATES);
    const events = await stage.takeAll();
    const shuffled = [...events, ...events].toSorted(() => Math.random() - 0.5);
    await until(async () => (await stage.broker.publish(shuffled)).every(({ outcome }) => outcome === 'sent'));
    const replayed = new Set(events.map(({ id }) => id));
    expect(await stage.audit({ replayed })).toEqual(NOTHING_WRONG);
  });

  on(next(), 'one of a thousand is poison', async (stage) => {
    const delaysMs = [20, 100];
    await stage.start('billing', { consume: { delaysMs } });
    await stage.start('orders', { relay: {} });
    await stage.commit(500, AGGREGATES);
    const { id } = await stage.one(3, { mark: 'poison' });
    await stage.commit(499, AGGREGATES);
    expect(await stage.audit({ aside: new Set([id]) })).toEqual(NOTHING_WRONG);
    expect(await parkedOf(stage)).toMatchObject([{ event: { id }, attempts: 3, reason: 'poison' }]);
  });

  on(next(), 'one of them ends every process that handles it, with a hundred others in hand', async (stage) => {
    expect(await (await stage.start('billing', { consume: {} })).end()).toBe(0);
    await stage.commit(EVENTS / 4, AGGREGATES);
    const { id } = await stage.one(3, { mark: 'deadly' });
    await stage.commit(EVENTS / 2, AGGREGATES);
    await stage.start('orders', { relay: {} });
    await until(async () => (await stage.pending()) === 0, PATIENT);
    let falls = 0;
    const isParked = async () => (await stage.broker.backlog('billing')).parked > 0;
    for (let consumer = await stage.start('billing', { consume: {} }); ; falls++) {
      await until(async () => !consumer.alive || (await isParked()), PATIENT);
      if (consumer.alive) break;
      consumer = await stage.start('billing', { consume: {} });
    }
    // The first may fall before anybody takes note of what it is at.
    expect([MAX_FALLS, MAX_FALLS + 1]).toContain(falls);
    expect(await stage.audit({ aside: new Set([id]) })).toEqual(NOTHING_WRONG);
    expect(await parkedOf(stage)).toMatchObject([{ event: { id }, reason: expect.stringMatching(/process/) }]);
  });

  on(next(), 'versions of schemas change while it runs, and change back', async (stage) => {
    const both = [...typesOf(stage.fleet), ...typesOf(stage.fleet, 2)];
    const replayed = new Set<string>();
    await stage.start('orders', { relay: {} });
    let total = 0;
    const mixed = async () => {
      await stage.commit(EVENTS / 4, AGGREGATES);
      await stage.commit(EVENTS / 20, AGGREGATES, { schema: 2 });
      total += EVENTS / 4 + EVENTS / 20;
    };
    for (const round of [1, 2]) {
      const old = await stage.start(`old-${round}`, { consume: {} });
      const next = await stage.start(`new-${round}`, { consume: { types: both } });
      await mixed();
      await until(async () => (await parkedOf(stage)).length === EVENTS / 20, PATIENT);
      for (const id of await idsOf(stage)) replayed.add(id);
      expect(await old.end()).toBe(0);
      await mixed();
      expect(await stage.broker.replay('billing', { limit: EVENTS })).toBe(EVENTS / 20);
      await stage.untilEffects(total);
      expect(await next.end()).toBe(0);
    }
    await stage.start('new', { consume: { types: both } });
    expect(await stage.audit({ replayed })).toEqual(NOTHING_WRONG);
  });

  on(
    next(),
    'it is replayed after the inbox has forgotten it: it takes effect again, and the log warns',
    async (stage) => {
      const long = 'CURRENT_TIMESTAMP(6) - INTERVAL';
      const event = await stage.one(0);
      const [old] = await stage.takeAll();
      const { log, lines } = readableLog();
      const subscription = billing(stage.billing, log, { types: typesOf(stage.fleet) });
      const time = new Date(Date.now() - 31 * 24 * 60 * 60 * 1_000).toISOString();
      const arrive = () => subscription.handle({ ...event, time }, 1, new AbortController().signal);
      await arrive();
      await arrive();
      expect(old?.id).toBe(event.id);
      expect(await stage.effects()).toBe(1);
      await stage.billing.query({ text: `UPDATE inbox SET received_at = ${long} '31' DAY` });
      expect(await forgetHandled(stage.billing)).toBe(1);
      await arrive();
      expect(await stage.effects()).toBe(2);
      expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
        { eventId: event.id },
        { eventId: event.id },
      ]);
    },
  );
});
