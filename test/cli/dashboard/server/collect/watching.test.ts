import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../../../../cli/dashboard/api.ts';
import { Collector } from '../../../../../cli/dashboard/server/collect/collector.ts';
import { Revivals } from '../../../../../cli/dashboard/server/collect/revivals.ts';
import { Watchers } from '../../../../../cli/dashboard/server/collect/watchers.ts';
import type { FleetStatus } from '../../../../../cli/runtimes/contract.ts';
import { until } from '../../../../../shared/testing/index.ts';
import { ownFleet } from '../support/known.ts';

describe('what is run for those who watch', () => {
  it('runs once for all of them, and ends a while after the last', async () => {
    const runs: AbortSignal[] = [];
    const watchers = new Watchers(async (signal) => {
      runs.push(signal);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    }, 20);
    const [first, second] = [watchers.join(), watchers.join()];
    await until(() => runs.length === 1);
    first();
    first();
    second();
    // Somebody else came before the while was over.
    const third = watchers.join();
    expect(runs[0]?.aborted).toBe(false);
    third();
    await until(() => runs[0]?.aborted === true);

    watchers.join();
    await until(() => runs.length === 2);
    await watchers.stop();
    expect(runs.map(({ aborted }) => aborted)).toEqual([true, true]);
  });
});

describe('what runs the fleet', () => {
  it('is said to be silent where it is, not that the fleet is down; and it keeps nobody from leaving', async () => {
    const fleet = await ownFleet();
    const config = { fleet, drift: false, mistake: undefined };
    const observe = () => new Promise<never>(() => undefined);
    const sources = { config: async () => config, observe, metricsToken: async () => undefined };
    const collector = new Collector({ config, sources, now: Date.now, patienceMs: 20 });
    const shown: Snapshot[] = [];
    collector.listen((snapshot) => shown.push(snapshot));
    const leaving = new AbortController();
    const running = collector.run(leaving.signal);
    await until(() => shown.length > 0);
    leaving.abort();
    await running;
    const texts = shown.flatMap(({ problems }) => problems.map(({ text }) => text));
    expect(new Set(texts)).toEqual(new Set([expect.stringContaining('does not answer')]));
  });
});

describe('services that came back', () => {
  const status = (restarts: number | null): FleetStatus => ({
    fleet: 'shop',
    runtime: 'process',
    supervisor: null,
    infrastructure: [],
    services: [
      {
        name: 'orders',
        status: 'ready',
        port: 1,
        url: '',
        instances: restarts === null ? [] : [{ id: 'shop-orders-1', colour: null, version: '1', restarts }],
      },
    ],
  });
  const noticed = (...looks: (readonly [seconds: number, restarts: number | null])[]) => {
    const revivals = new Revivals();
    for (const [seconds, restarts] of looks) revivals.notice(status(restarts), seconds * 1_000);
    return revivals.recent((looks.at(-1)?.[0] ?? 0) * 1_000).map(({ at }) => at / 1_000);
  };

  it('are those that were started again while somebody looked', () => {
    expect(noticed([100, 3])).toEqual([]);
    expect(noticed([100, 3], [101, 4], [102, 4], [103, 5])).toEqual([103, 101]);
    expect(noticed([100, 3], [101, null], [102, 4])).toEqual([102]);
  });

  it('are not those of which nobody knows when it was, nor of an hour ago', () => {
    expect(noticed([100, 3], [200, 9])).toEqual([]);
    const minute = Array.from({ length: 65 }, (_, index) => [102 + index, 4] as const);
    expect(noticed([100, 3], [101, 4], ...minute)).toEqual([]);
  });
});
