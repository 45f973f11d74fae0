import { describe, expect, it } from '@jest/globals';
import { type CacheCall, CacheKeptElsewhere, carryOut, MemoryCache } from '../../../shared/cache/index.ts';
import { conformance } from './conformance.ts';

describe('a cache in another process, as every cache', () => {
  const keeper = new MemoryCache();
  const cache = new CacheKeptElsewhere((calls) => carryOut(keeper, structuredClone(calls)));
  conformance(() => cache);
});

describe('a cache in another process', () => {
  it('is asked once for all calls of one moment, in their order', async () => {
    const crossings: (readonly CacheCall[])[] = [];
    const keeper = new MemoryCache();
    const cache = new CacheKeptElsewhere((calls) => {
      crossings.push(calls);
      return carryOut(keeper, calls);
    });
    const [, counted, [value]] = await Promise.all([
      cache.set('a', Buffer.from('x'), 1_000),
      cache.increment('b', 1_000),
      cache.get(['a']),
    ]);
    expect([counted.count, value?.toString()]).toEqual([1, 'x']);
    expect(crossings.map((calls) => calls.map(([operation]) => operation))).toEqual([['set', 'increment', 'get']]);
  });

  it('fails each call that crossed with one that failed', async () => {
    const cache = new CacheKeptElsewhere(() => Promise.reject(new Error('away')));
    const outcomes = await Promise.allSettled([cache.get(['a']), cache.delete('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
