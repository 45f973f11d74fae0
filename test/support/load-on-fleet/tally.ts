import { percentile } from '../../bench/gateway/constant-rate.ts';

/** One request, as its client met it. */
export interface Sample {
  /** When it was due, in milliseconds of `performance.now()`. */
  readonly at: number;
  readonly ms: number;
  readonly way: string;
  /** Null: it got the answer that it had to get. */
  readonly failure: string | null;
}

export interface Totals {
  readonly requests: number;
  readonly failed: number;
  readonly p50: number;
  readonly p99: number;
}

/** All requests of a load, and between which marks they fell due. */
export class Tally {
  readonly samples: Sample[] = [];
  readonly #windows: { readonly name: string; readonly from: number }[] = [{ name: 'before', from: 0 }];

  add(sample: Sample): void {
    this.samples.push(sample);
  }

  /** What falls due from here on belongs to another window; a name may come again. */
  mark(name: string): void {
    this.#windows.push({ name, from: performance.now() });
  }

  get failures(): readonly Sample[] {
    return this.samples.filter(({ failure }) => failure !== null);
  }

  /** Why requests failed, and in which window, with how many did so. */
  reasons(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { at, way, failure } of this.failures) {
      const key = `${this.#windowAt(at)}: ${way}: ${failure}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  totals(window?: string): Totals {
    const samples =
      window === undefined ? this.samples : this.samples.filter(({ at }) => this.#windowAt(at) === window);
    // What waits on purpose says nothing of how long an answer takes.
    const times = samples.filter(({ way }) => !way.startsWith('slow')).map(({ ms }) => ms);
    const failed = samples.filter(({ failure }) => failure !== null).length;
    return { requests: samples.length, failed, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  }

  /** A line for people. */
  told(): string {
    const names = [...new Set(this.#windows.map(({ name }) => name))];
    const windows = names.map((name) => {
      const { requests, failed, p50, p99 } = this.totals(name);
      return `${name}: ${requests} requests, ${failed} failed, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
    });
    return windows.join('; ');
  }

  #windowAt(at: number): string {
    return this.#windows.findLast(({ from }) => from <= at)?.name ?? 'before';
  }
}
