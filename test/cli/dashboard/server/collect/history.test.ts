import { describe, expect, it } from '@jest/globals';
import type { Point } from '../../../../../cli/dashboard/api.ts';
import { History } from '../../../../../cli/dashboard/server/collect/history.ts';
import { Ring } from '../../../../../cli/dashboard/server/collect/ring.ts';

const NOTHING: Point = {
  rate: 0,
  errors: 0,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  inFlight: 0,
  eventLoopMs: null,
  heapMb: null,
  cpuPercent: null,
  pool: null,
  events: 0,
};
const START = 1_800_000_000;

describe('a ring', () => {
  it('holds the newest rows, oldest first', () => {
    const ring = new Ring(3, 1);
    expect([...ring.rows(0)]).toEqual([]);
    for (const value of [1, 2, 3, null, 5]) ring.push(value ?? 4, [value]);
    expect([...ring.rows(0)]).toEqual([
      { time: 3, row: [3] },
      { time: 4, row: [null] },
      { time: 5, row: [5] },
    ]);
    expect([...ring.rows(4, 5)]).toEqual([{ time: 4, row: [null] }]);
  });
});

describe('the history of a service', () => {
  it('is by the second at first, then by ten, and no larger after a day', () => {
    const history = new History();
    const sizes: number[] = [];
    for (let second = 0; second < 24 * 3600; second++) {
      history.add(START + second, { ...NOTHING, rate: second, p95Ms: second % 10 });
      if (second % (8 * 3600) === 8 * 3600 - 1) sizes.push(history.series('orders', 0).times.length);
    }
    expect(new Set(sizes)).toEqual(new Set([sizes[0]]));

    const { times, values, service } = history.series('orders', 0);
    expect(service).toBe('orders');
    const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(new Set(steps)).toEqual(new Set([10, 1]));
    expect(steps.lastIndexOf(10)).toBeLessThan(steps.indexOf(1));
    expect(steps.filter((step) => step === 1)).toHaveLength(899);
    // Of ten seconds the mean of what there was to do, and the worst that somebody had to wait.
    expect(values.rate[0]).toBe((times[0] ?? 0) - START + 4.5);
    expect(values.p95Ms[0]).toBe(9);
    expect(values.rate.at(-1)).toBe(24 * 3600 - 1);
  });

  it('begins where it is asked to, and has gaps where there was no answer', () => {
    const history = new History();
    for (let second = 0; second < 30; second++) {
      history.add(START + second, second < 15 || second > 20 ? { ...NOTHING, rate: 1 } : null);
    }
    const { times, values } = history.series('orders', START + 14);
    expect(times[0]).toBe(START + 14);
    expect(values.rate.slice(0, 8)).toEqual([1, null, null, null, null, null, null, 1]);
    expect(history.values('rate', START + 10, START + 22)).toHaveLength(6);
  });
});
