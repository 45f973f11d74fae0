import type { Logger } from '../logging/index.ts';
import type { CacheMetrics } from './contract.ts';
import { FallbackCache } from './fallback.ts';
import { MemoryCache } from './memory.ts';

/** So long a start waits for a cache that does not answer. */
const START_MS = 500;

export interface ConnectCacheOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  /** Fleets and environments on one Redis do not see each other. */
  readonly fleet: string;
  readonly environment: string;
  readonly service: string;
  readonly log: Logger;
  readonly metrics: CacheMetrics;
}

/** The cache that the replicas of a service share, with this process's memory for when it is away. Never rejects. */
export async function connectCache(options: ConnectCacheOptions): Promise<FallbackCache> {
  const { url, fleet, environment, service: name, log, metrics } = options;
  // Loaded only here: most fleets have no Redis.
  const { RedisCache } = await import('./redis.ts');
  const remote = new RedisCache({ url, prefix: `${fleet}:${environment}:`, name });
  const cache = new FallbackCache({ remote, local: new MemoryCache(), log, metrics });
  await cache.start(START_MS);
  return cache;
}
