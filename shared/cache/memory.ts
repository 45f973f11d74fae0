import { LRUCache } from 'lru-cache';
import type { Cache, Counted } from './contract.ts';

/** Values and counters have room of their own each: a flood of either does not push out the other. */
const MAX_ENTRIES = 10_000;
const MAX_BYTES = 32 * 1024 * 1024;
/** Roughly what an entry costs beside its key and value. */
const ENTRY_BYTES = 128;

interface Counter {
  count: number;
  readonly endsAt: number;
}

export interface MemoryCacheOptions {
  readonly maxEntries?: number;
  /** Bytes of all values with their keys. */
  readonly maxBytes?: number;
  /** Milliseconds that never go back. */
  readonly clock?: () => number;
}

/** The cache of one process. What was used longest ago leaves when it is full. */
export class MemoryCache implements Cache {
  readonly #values: LRUCache<string, Buffer>;
  readonly #counters: LRUCache<string, Counter>;
  readonly #clock: () => number;

  constructor(options: MemoryCacheOptions = {}) {
    const { maxEntries: max = MAX_ENTRIES, maxBytes: maxSize = MAX_BYTES, clock = () => performance.now() } = options;
    this.#clock = clock;
    this.#values = new LRUCache({
      max,
      maxSize,
      sizeCalculation: (value, key) => key.length + value.length + ENTRY_BYTES,
      // Asked at every look, instead of kept for a moment by a timer.
      ttlResolution: 0,
      perf: { now: clock },
    });
    this.#counters = new LRUCache({ max });
  }

  async get(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    return keys.map((key) => this.#values.get(key));
  }

  async set(key: string, value: Buffer | string, ttlMs: number): Promise<void> {
    this.#values.set(key, typeof value === 'string' ? Buffer.from(value) : value, { ttl: ttlMs });
  }

  async delete(key: string): Promise<void> {
    this.#values.delete(key);
    this.#counters.delete(key);
  }

  increment(key: string, windowMs: number): Counted {
    const now = this.#clock();
    const known = this.#counters.get(key);
    const counter = known !== undefined && now < known.endsAt ? known : { count: 0, endsAt: now + windowMs };
    counter.count++;
    if (counter !== known) this.#counters.set(key, counter);
    // The clock has fractions, whose sums are not exact.
    return { count: counter.count, leftMs: Math.min(windowMs, Math.ceil(counter.endsAt - now)) };
  }

  async close(): Promise<void> {
    this.#values.clear();
    this.#counters.clear();
  }
}
