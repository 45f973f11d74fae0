import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '../../../shared/database/index.ts';
import { connectBroker, type EventBroker } from '../../../shared/events/index.ts';
import { inboxSubscription } from '../../../shared/inbox/index.ts';
import { type StartedPostgres, startPostgres, until } from '../../../shared/testing/index.ts';
import { readableLog } from '../../support/log.ts';
import { ORDER_PLACED, orderPlaced, serviceDatabase, store, waiting } from '../../support/outbox.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

const RELAY = join(import.meta.dirname, 'relay-process.ts');

describe('a relay that falls', () => {
  const { log, lines } = readableLog();
  let postgres: StartedPostgres;
  let orders: Database;
  let billing: Database;
  let broker: EventBroker;
  /** What took effect, in order. */
  let effects: { order: string; version: number }[];
  let urls: string[];
  let scenario = 0;
  const processes: ChildProcess[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());
  beforeEach(async () => {
    scenario++;
    lines.length = 0;
    orders = await serviceDatabase(postgres, `orders${scenario}`, log);
    billing = await serviceDatabase(postgres, `billing${scenario}`, log);
    const brokerUrl = await postgres.createDatabase(`broker${scenario}`);
    urls = [postgres.url(`orders${scenario}`), brokerUrl];
    broker = await connectBroker({ url: brokerUrl, fleet: 'test', service: 'billing', log });
    effects = [];
    await broker.subscribe(
      inboxSubscription({
        consumer: 'billing',
        types: [ORDER_PLACED],
        database: billing,
        log,
        handle: async ({ subject, sequence }) => void effects.push({ order: subject, version: Number(sequence) }),
      }),
    );
  });
  afterEach(async () => {
    for (const process of processes.splice(0)) {
      if (process.exitCode === null && process.signalCode === null) {
        const exited = once(process, 'exit');
        process.kill('SIGKILL');
        await exited;
      }
    }
    await broker.close();
    await Promise.all([orders.close(), billing.close()]);
  });

  const startRelay = async (instance: string, ...fall: string[]) => {
    const child = fork(RELAY, [...urls, instance, ...fall], { execArgv: [] });
    processes.push(child);
    await once(child, 'message');
    return child;
  };
  const batch = () => Array.from({ length: 60 }, (_, index) => orderPlaced(`o${index % 3}`, 1 + Math.floor(index / 3)));
  const expectEachOnceInOrder = () => {
    for (const order of ['o0', 'o1', 'o2']) {
      const versions = effects.filter((effect) => effect.order === order).map(({ version }) => version);
      expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    }
  };
  const duplicates = () => lines.filter(({ msg }) => msg === 'event handled before').length;

  it('killed after the commit, before it publishes: everything is sent by the next', async () => {
    await store(orders, ...batch());
    const first = await startRelay('one', 'before');
    if (first.signalCode === null) await once(first, 'exit');
    expect(effects).toEqual([]);
    expect(await waiting(orders)).toHaveLength(60);
    await startRelay('one');
    await until(() => effects.length >= 60, { withinMs: 20_000 });
    expectEachOnceInOrder();
    await until(async () => (await waiting(orders)).length === 0);
  });

  it('killed after it has published, before it could note that: sent twice, takes effect once', async () => {
    await store(orders, ...batch());
    const first = await startRelay('one', 'after');
    if (first.signalCode === null) await once(first, 'exit');
    expect(await waiting(orders)).toHaveLength(60);
    await startRelay('one');
    await until(async () => (await waiting(orders)).length === 0, { withinMs: 20_000 });
    await until(() => effects.length >= 60, { withinMs: 20_000 });
    await until(() => duplicates() > 0);
    expectEachOnceInOrder();
  });

  it('frozen with a batch in hand: another takes over, and the first does no harm when it thaws', async () => {
    const events = batch();
    await store(orders, ...events.slice(0, 30));
    const frozen = await startRelay('one', 'before', 'SIGSTOP');
    await startRelay('two');
    await until(() => effects.length >= 30, { withinMs: 30_000 });
    await store(orders, ...events.slice(30, 45));
    await until(() => effects.length >= 45, { withinMs: 30_000 });
    frozen.kill('SIGCONT');
    // It sends the round that it had in hand, which arrives late and has no effect.
    await until(() => duplicates() > 0, { withinMs: 20_000 });
    await store(orders, ...events.slice(45));
    await until(() => effects.length >= 60, { withinMs: 30_000 });
    await until(async () => (await waiting(orders)).length === 0);
    expectEachOnceInOrder();
  });
});
