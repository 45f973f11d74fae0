import { outsideContext } from '../context/index.ts';
import { type Logger, redactText } from '../logging/index.ts';
import type { Cache, CacheMetrics, Counted, RemoteCache } from './contract.ts';
import { within } from './deadline.ts';

/** Ten times what a cache on the same network takes on a bad day. */
const DEADLINE_MS = 50;
/** Failures in a row after which it is left alone. */
const MAX_FAILURES = 3;
/** Between two looks at a cache that is away, growing. */
const FIRST_LOOK_MS = 100;
const MAX_LOOK_MS = 2_000;

export interface FallbackCacheOptions {
  readonly remote: RemoteCache;
  /** Serves while the remote one is away. */
  readonly local: Cache;
  readonly log: Logger;
  readonly metrics: CacheMetrics;
}

/**
 * A remote cache that nobody has to wait for. A call that fails or takes too long is answered by the local cache instead;
 * after a few in a row all are, at once, while the remote one is looked at now and then, by nobody's request. Calls never reject.
 *
 * The price: meanwhile each process counts and remembers for itself, and what it remembered is gone when the remote one is back.
 */
export class FallbackCache implements Cache {
  readonly #options: FallbackCacheOptions;
  /** Undefined: it answers. Otherwise why it is left alone. */
  #away: string | undefined = 'not asked yet';
  #failures = 0;
  #look: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: FallbackCacheOptions) {
    this.#options = options;
  }

  /** Finds out whether the remote cache is there, within `ms`. Never rejects. */
  async start(ms: number): Promise<void> {
    const { remote } = this.#options;
    const answered = remote.connect().then(() => remote.ping());
    await within(ms, answered).then(
      () => this.#back(),
      (error: unknown) => this.#gone(error),
    );
  }

  get(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
    return this.#call('get', (cache) => cache.get(keys));
  }

  set(key: string, value: Buffer | string, ttlMs: number): Promise<void> {
    return this.#call('set', (cache) => cache.set(key, value, ttlMs));
  }

  delete(key: string): Promise<void> {
    return this.#call('delete', (cache) => cache.delete(key));
  }

  increment(key: string, windowMs: number): Promise<Counted> {
    return this.#call('increment', async (cache) => {
      const counted = await cache.increment(key, windowMs);
      return cache === this.#options.local ? { ...counted, alone: true } : counted;
    });
  }

  /** Rejects with why the remote cache is left alone: a readiness check. */
  async check(): Promise<void> {
    if (this.#away !== undefined) throw new Error(this.#away);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#look);
    await Promise.all([this.#options.remote.close(), this.#options.local.close()]);
  }

  async #call<T>(operation: Parameters<CacheMetrics['call']>[0], ask: (cache: Cache) => Promise<T>): Promise<T> {
    const { remote, local, metrics } = this.#options;
    if (this.#away !== undefined) return ask(local);
    const started = performance.now();
    try {
      const answer = await within(DEADLINE_MS, ask(remote));
      this.#failures = 0;
      metrics.call(operation, 'answered', performance.now() - started);
      return answer;
    } catch (error) {
      metrics.call(operation, 'failed', performance.now() - started);
      if (++this.#failures >= MAX_FAILURES) this.#gone(error);
      return ask(local);
    }
  }

  #gone(error: unknown): void {
    if (this.#closed || this.#look !== undefined) return;
    this.#away = redactText((error as Error).message);
    const consequence = 'the cache is away; limits and answers are kept by each process alone';
    this.#options.log.warn({ reason: this.#away }, consequence);
    this.#options.metrics.up(false);
    this.#lookIn(FIRST_LOOK_MS);
  }

  #back(): void {
    const wasAway = this.#look !== undefined;
    this.#look = undefined;
    this.#away = undefined;
    this.#failures = 0;
    if (wasAway) this.#options.log.info('the cache is back');
    this.#options.metrics.up(true);
  }

  #lookIn(ms: number): void {
    if (this.#closed) return;
    const look = async () => {
      try {
        await within(DEADLINE_MS, this.#options.remote.ping());
        this.#back();
      } catch (error) {
        this.#away = redactText((error as Error).message);
        this.#lookIn(Math.min(ms * 2, MAX_LOOK_MS));
      }
    };
    // That it is back is no part of the request that found it away.
    this.#look = outsideContext(() => setTimeout(look, ms).unref());
  }
}
