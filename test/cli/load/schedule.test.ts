import { describe, expect, it } from '@jest/globals';
import { randomFrom } from '../../../cli/load/random.ts';
import { arrivalsOf, slicesOf } from '../../../cli/load/schedule.ts';

const phase = (durationMs: number, from: number, to = from, steps = 0) => ({ name: 'p', durationMs, from, to, steps });
const timesOf = (phases: ReturnType<typeof phase>[], spread: 'even' | 'poisson', warmupMs = 0) =>
  [...arrivalsOf(slicesOf({ warmupMs, phases }), spread, randomFrom(7))].map(({ atMs }) => atMs);
const within = (times: readonly number[], from: number, to: number) =>
  times.filter((at) => at >= from && at < to).length;

describe('a schedule', () => {
  it('spreads even arrivals at one distance', () => {
    const times = timesOf([phase(1000, 4)], 'even');
    expect(times).toEqual([0, 250, 500, 750]);
  });

  it('gives a ramp as many as lie below its line, at each of its parts', () => {
    const times = timesOf([phase(10_000, 0, 100)], 'even');
    expect(times).toHaveLength(500);
    expect(within(times, 0, 5000)).toBeCloseTo(125, -1);
    expect(within(times, 9000, 10_000)).toBeCloseTo(95, -1);
    const down = timesOf([phase(10_000, 100, 0)], 'even');
    expect(within(down, 0, 1000)).toBeCloseTo(95, -1);
    expect(Math.max(...down)).toBeLessThan(10_000);
  });

  it('takes steps of equal length, up to the last', () => {
    const times = timesOf([phase(3000, 10, 30, 3)], 'even');
    expect([0, 1, 2].map((second) => within(times, second * 1000, second * 1000 + 1000))).toEqual([10, 20, 30]);
  });

  it('has Poisson arrivals independent of each other: exponential distances, as many as asked', () => {
    const times = timesOf([phase(100_000, 200)], 'poisson');
    // Three standard deviations of a Poisson count.
    expect(Math.abs(times.length - 20_000)).toBeLessThan(3 * Math.sqrt(20_000));
    const gaps = times.slice(1).map((at, index) => (at - (times[index] as number)) / 5);
    // Kolmogorov and Smirnov, at one in a thousand.
    const worst = gaps
      .toSorted((a, b) => a - b)
      .reduce((most, gap, index) => Math.max(most, Math.abs(1 - Math.exp(-gap) - (index + 0.5) / gaps.length)), 0);
    expect(worst).toBeLessThan(1.95 / Math.sqrt(gaps.length));
  });

  it('is the same from the same seed, and leaves the warm-up uncounted', () => {
    expect(timesOf([phase(5000, 50)], 'poisson')).toEqual(timesOf([phase(5000, 50)], 'poisson'));
    const slices = slicesOf({ warmupMs: 2000, phases: [phase(1000, 10, 20)] });
    expect(slices.map(({ counted, startMs, from, to }) => [counted, startMs, from, to])).toEqual([
      [false, 0, 10, 10],
      [true, 2000, 10, 20],
    ]);
  });
});
