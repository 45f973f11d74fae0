import type { Logger } from '../logging/index.ts';
import type { CacheMetrics, RemoteCache } from './contract.ts';
import { FallbackCache } from './fallback.ts';
import { type AskKeeper, CacheKeptElsewhere } from './kept-elsewhere.ts';
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

export interface ReachCacheOptions extends Pick<ConnectCacheOptions, 'log' | 'metrics'> {
  /** The way to the process that keeps it. */
  readonly ask: AskKeeper;
}

/** The cache that the replicas of a service share, with this process's memory for when it is away. Never rejects. */
export async function connectCache(options: ConnectCacheOptions): Promise<FallbackCache> {
  const { url, fleet, environment, service: name } = options;
  // Loaded only here: most fleets have no Redis.
  const { RedisCache } = await import('./redis.ts');
  return withMemory(new RedisCache({ url, prefix: `${fleet}:${environment}:`, name }), options);
}

/** The cache that the processes of one instance share, with this process's memory for when the one that keeps it does not answer. Never rejects. */
export function reachCache({ ask, ...options }: ReachCacheOptions): Promise<FallbackCache> {
  return withMemory(new CacheKeptElsewhere(ask), options);
}

async function withMemory(
  remote: RemoteCache,
  { log, metrics }: Pick<ConnectCacheOptions, 'log' | 'metrics'>,
): Promise<FallbackCache> {
  const cache = new FallbackCache({ remote, local: new MemoryCache(), log, metrics });
  await cache.start(START_MS);
  return cache;
}
