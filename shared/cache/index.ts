export { type ConnectCacheOptions, connectCache } from './connect.ts';
export type { Cache, CacheMetrics, Counted, RemoteCache } from './contract.ts';
export { FallbackCache } from './fallback.ts';
export { MemoryCache } from './memory.ts';
