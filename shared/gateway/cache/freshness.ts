import { MAX_KEPT_MS, type ResponseCacheSettings } from '../settings/index.ts';
import type { StoredAnswer } from './stored-answer.ts';

export type Times = Omit<ResponseCacheSettings, 'maxBytes'>;

/**
 * What a kept answer is good for: any request; any request, while a fresh one is fetched; a request that nobody else answers;
 * nothing.
 */
export type Use = 'fresh' | 'stale' | 'last-good' | 'none';

/** With these a service forbids answers past their time (RFC 9111, section 5.2.2.2). */
const NEVER_STALE = /(?:^|,)\s*(?:must|proxy)-revalidate\b/i;

export function useOf({ storedAt, headers }: StoredAnswer, { ttlMs, staleMs, staleIfErrorMs }: Times): Use {
  const staleFor = Date.now() - storedAt - ttlMs;
  if (staleFor < 0) return 'fresh';
  if (NEVER_STALE.test(headers['cache-control'] ?? '')) return 'none';
  if (staleFor < staleMs) return 'stale';
  return staleFor < staleIfErrorMs ? 'last-good' : 'none';
}

/** Milliseconds for which an answer may be of any use. */
export function usefulMs({ ttlMs, staleMs, staleIfErrorMs }: Times): number {
  return Math.min(MAX_KEPT_MS, ttlMs + Math.max(staleMs, staleIfErrorMs));
}

/** Seconds that are left of its time; below zero once it is over (RFC 9211, section 2.4). */
export function secondsLeft({ storedAt }: StoredAnswer, { ttlMs }: Times): number {
  return Math.floor((storedAt + ttlMs - Date.now()) / 1000);
}
