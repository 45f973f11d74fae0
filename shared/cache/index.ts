export { type ConnectCacheOptions, connectCache, reachCache } from './connect.ts';
export type { Cache, CacheMetrics, Counted, RemoteCache } from './contract.ts';
export { FallbackCache } from './fallback.ts';
export { type AskKeeper, type CacheCall, CacheKeptElsewhere, carryOut } from './kept-elsewhere.ts';
export { MemoryCache } from './memory.ts';
