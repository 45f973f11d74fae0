import { describe, expect, it } from '@jest/globals';
import { secondsLeft, usefulMs, useOf } from '../../../../shared/gateway/cache/freshness.ts';
import { MAX_KEPT_MS } from '../../../../shared/gateway/settings/index.ts';

const aged = (ms: number, cacheControl?: string) => ({
  generation: '',
  storedAt: Date.now() - ms,
  headers: { 'cache-control': cacheControl },
  body: Buffer.alloc(0),
});
const MINUTE = 60_000;

describe('a kept answer', () => {
  const times = { ttlMs: 10 * MINUTE, staleMs: 5 * MINUTE, staleIfErrorMs: 20 * MINUTE };

  it.each([
    [0, 'fresh'],
    [9, 'fresh'],
    [11, 'stale'],
    [14, 'stale'],
    [16, 'last-good'],
    [29, 'last-good'],
    [31, 'none'],
  ])('of %d minutes is good as %s', (minutes, use) => {
    expect(useOf(aged(minutes * MINUTE), times)).toBe(use);
  });

  it.each(['must-revalidate', 'max-age=1, Proxy-Revalidate'])('is good for nothing after its time with %s', (said) => {
    expect(useOf(aged(9 * MINUTE, said), times)).toBe('fresh');
    expect(useOf(aged(11 * MINUTE, said), times)).toBe('none');
  });

  it('is kept for as long as it may be of use, and never for longer than a generation', () => {
    expect(usefulMs(times)).toBe(30 * MINUTE);
    expect(usefulMs({ ...times, ttlMs: 0, staleIfErrorMs: 0 })).toBe(5 * MINUTE);
    expect(usefulMs({ ttlMs: MAX_KEPT_MS, staleMs: MAX_KEPT_MS, staleIfErrorMs: 0 })).toBe(MAX_KEPT_MS);
  });

  it('has less than no time left when that is over', () => {
    expect(secondsLeft(aged(9.5 * MINUTE), times)).toBeGreaterThan(0);
    expect(secondsLeft(aged(10 * MINUTE + 1), times)).toBe(-1);
  });
});
