/** What may be lost at any moment: values that can be had again, and counters that nobody's money hangs on. */
export interface Cache {
  /** The values of several keys in one round trip, in their order; undefined: not there, or expired. */
  get(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]>;
  /** @param ttlMs milliseconds after which it is gone; a whole number above 0 */
  set(key: string, value: Buffer | string, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  /**
   * Adds one to a counter, atomically. Its window begins with the first call and is not prolonged by others.
   * At once where it counts in this process: that is done for every request.
   * @param windowMs milliseconds; a whole number above 0
   */
  increment(key: string, windowMs: number): Counted | Promise<Counted>;
  close(): Promise<void>;
}

export interface Counted {
  /** How often within the window, this time included. */
  readonly count: number;
  /** Milliseconds until the window ends. */
  readonly leftMs: number;
  /** Counted by this process alone, for the cache that it shares with others is away. */
  readonly alone?: boolean;
}

/** A cache behind a network: every call may fail, or never end. */
export interface RemoteCache extends Cache {
  /** Tries for the first time; if that fails, it goes on trying by itself. */
  connect(): Promise<void>;
  ping(): Promise<void>;
}

/** Told what happens, to count it. */
export interface CacheMetrics {
  /** A call to the remote cache has ended, well or not. */
  call(operation: 'get' | 'set' | 'delete' | 'increment', outcome: 'answered' | 'failed', durationMs: number): void;
  up(up: boolean): void;
}
