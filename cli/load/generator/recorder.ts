import { build, type Histogram } from 'hdr-histogram-js';
import type { Bucket, Part, Second } from '../result/contract.ts';
import type { Figures } from '../result/threshold.ts';

/** An hour, in microseconds. */
const MOST = 3_600_000_000;

export const emptyHistogram = (): Histogram =>
  build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2_000_000,
    autoResize: true,
    numberOfSignificantValueDigits: 3,
  });

export const micros = (ms: number): number => Math.min(MOST, Math.max(0, Math.round(ms * 1000)));

/** Milliseconds, in the steps of oscilloscopes. */
const BOUNDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, Infinity];

/** Counts and two histograms. */
export class Tally {
  readonly latency = emptyHistogram();
  readonly service = emptyHistogram();
  readonly #buckets = BOUNDS.map(() => 0);
  asked = 0;
  count = 0;
  errors = 0;

  record(latencyMs: number, serviceMs: number, failed: boolean): void {
    this.latency.recordValue(micros(latencyMs));
    this.service.recordValue(micros(serviceMs));
    const bucket = BOUNDS.findIndex((bound) => latencyMs <= bound);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.count++;
    if (failed) this.errors++;
  }

  add(other: Tally): void {
    this.latency.add(other.latency);
    this.service.add(other.service);
    for (const [index, count] of other.#buckets.entries()) this.#buckets[index] = (this.#buckets[index] ?? 0) + count;
    this.asked += other.asked;
    this.count += other.count;
    this.errors += other.errors;
  }

  figures(seconds: number): Figures {
    const { asked, count, errors } = this;
    const rate = seconds > 0 ? (count - errors) / seconds : 0;
    return { latency: quantiles(this.latency), count, errors, rate, asked: seconds > 0 ? asked / seconds : 0 };
  }

  part(name: string, seconds: number, encode: (histogram: Histogram) => string): Part {
    return {
      name,
      ...this.figures(seconds),
      service: quantiles(this.service),
      histogram: encode(this.latency),
      buckets: this.#told(),
    };
  }

  #told(): Bucket[] {
    const all = this.#buckets.map((count, index) => ({ upToMs: Math.min(3_600_000, BOUNDS[index] as number), count }));
    const holds = ({ count }: Bucket) => count > 0;
    return all.slice(Math.max(0, all.findIndex(holds)), all.findLastIndex(holds) + 1);
  }
}

/** Milliseconds. */
export function quantiles(histogram: Histogram): Figures['latency'] {
  const [mean, max] = histogram.totalCount === 0 ? [0, 0] : [histogram.mean / 1000, histogram.maxValue / 1000];
  // A value's cell reaches beyond the largest value.
  const at = (percent: number) => Math.min(max, histogram.getValueAtPercentile(percent) / 1000);
  return { p50: at(50), p90: at(90), p99: at(99), 'p99.9': at(99.9), max, mean };
}

/** Seconds by scheduled time: an answer that comes late still counts where it was asked for. */
export class Series {
  readonly #seconds: { asked: number; errors: number; dropped: number; phase: string; latencies: number[] }[] = [];

  at(second: number, phase: string) {
    this.#seconds[second] ??= { asked: 0, errors: 0, dropped: 0, phase, latencies: [] };
    return this.#seconds[second];
  }

  told(second: number): Second {
    const { asked = 0, errors = 0, dropped = 0, phase = '', latencies = [] } = this.#seconds[second] ?? {};
    const sorted = latencies.toSorted((a, b) => a - b);
    const share = (part: number) => sorted[Math.ceil(sorted.length * part) - 1] ?? null;
    return { second, phase, asked, finished: sorted.length, errors, dropped, p50: share(0.5), p99: share(0.99) };
  }

  all(): Second[] {
    return Array.from(this.#seconds, (_, second) => this.told(second));
  }
}
