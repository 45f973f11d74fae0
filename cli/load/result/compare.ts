import { randomFrom } from '../random.ts';
import type { Measured, Second } from './contract.ts';

/** One figure of two runs, with how sure the difference is. */
export interface Difference {
  readonly figure: 'p50' | 'p99' | 'error_rate';
  readonly before: number;
  readonly now: number;
  /** now ÷ before; null where there was nothing before. */
  readonly ratio: number | null;
  /** Where the ratio lies with 95 % confidence. */
  readonly interval: readonly [number, number] | null;
  readonly verdict: 'better' | 'same' | 'worse';
}

export interface Comparison {
  readonly baseline: string;
  readonly tolerance: number;
  readonly differences: readonly Difference[];
  readonly worse: boolean;
}

const DRAWS = 1000;
/** Of few seconds nothing can be said. */
const FEWEST = 5;

/**
 * Compares seconds with seconds, by a bootstrap of the median second: neighbouring arrivals share what disturbs them, so that a second is
 * the smallest thing that can be drawn. Worse is what is beyond the tolerance with all of its interval.
 */
export function compare(baseline: string, before: Measured, now: Measured, tolerance: number): Comparison {
  const random = randomFrom(1);
  const differences = [
    ...(['p50', 'p99'] as const).map((figure) => latency(figure, before, now, tolerance, random)),
    errorRate(before, now, tolerance),
  ];
  return { baseline, tolerance, differences, worse: differences.some(({ verdict }) => verdict === 'worse') };
}

function latency(
  figure: 'p50' | 'p99',
  before: Measured,
  now: Measured,
  tolerance: number,
  random: () => number,
): Difference {
  const [old, fresh] = [valuesOf(before, figure), valuesOf(now, figure)];
  const pair = { before: median(old), now: median(fresh) };
  if (old.length < FEWEST || fresh.length < FEWEST)
    return { figure, ...pair, ratio: null, interval: null, verdict: 'same' };
  const draw = (values: readonly number[]) =>
    median(values.map(() => values[Math.floor(random() * values.length)] as number));
  const ratios = Array.from({ length: DRAWS }, () => draw(fresh) / draw(old)).sort((a, b) => a - b);
  const [low, high] = [ratios[Math.floor(DRAWS * 0.025)] as number, ratios[Math.floor(DRAWS * 0.975)] as number];
  const verdict = low > 1 + tolerance ? 'worse' : high < 1 / (1 + tolerance) ? 'better' : 'same';
  return { figure, ...pair, ratio: pair.now / pair.before, interval: [low, high], verdict };
}

/** Differences of shares, by the normal approximation with one more of each (Agresti and Caffo). */
function errorRate(before: Measured, now: Measured, tolerance: number): Difference {
  const share = ({ total: { errors, count } }: Measured) => (count === 0 ? 0 : errors / count);
  const adjusted = ({ total: { errors, count } }: Measured) => ({ p: (errors + 1) / (count + 2), n: count + 2 });
  const [old, fresh] = [adjusted(before), adjusted(now)];
  const noise = 1.96 * Math.sqrt((old.p * (1 - old.p)) / old.n + (fresh.p * (1 - fresh.p)) / fresh.n);
  const difference = fresh.p - old.p;
  const pair = { before: share(before), now: share(now) };
  const verdict = difference - noise > tolerance * pair.before ? 'worse' : difference + noise < 0 ? 'better' : 'same';
  return {
    figure: 'error_rate',
    ...pair,
    ratio: pair.before > 0 ? pair.now / pair.before : null,
    interval: null,
    verdict,
  };
}

function valuesOf({ series, phases }: Measured, figure: 'p50' | 'p99'): number[] {
  const counted = new Set(phases.map(({ name }) => name));
  return series.flatMap((second: Second) => (counted.has(second.phase) ? (second[figure] ?? []) : []));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
