import { describe, expect, it } from '@jest/globals';
import { MemoryCache } from '../../../shared/cache/index.ts';
import { conformance } from './conformance.ts';

describe('the cache in memory, as every cache', () => {
  const cache = new MemoryCache();
  conformance(() => cache);
});

describe('the cache in memory', () => {
  const present = async (cache: MemoryCache, keys: string[]) => (await cache.get(keys)).map(Boolean);

  it('holds so many entries: the one that was used longest ago leaves', async () => {
    const cache = new MemoryCache({ maxEntries: 2 });
    await cache.set('a', 'x', 1_000);
    await cache.set('b', 'x', 1_000);
    await cache.get(['a']);
    await cache.set('c', 'x', 1_000);
    expect(await present(cache, ['a', 'b', 'c'])).toEqual([true, false, true]);
  });

  it('holds so many bytes, and none of what alone is more', async () => {
    const cache = new MemoryCache({ maxBytes: 10_000 });
    await cache.set('a', Buffer.alloc(6_000), 1_000);
    await cache.set('b', Buffer.alloc(6_000), 1_000);
    await cache.set('c', Buffer.alloc(20_000), 1_000);
    expect(await present(cache, ['a', 'b', 'c'])).toEqual([false, true, false]);
  });

  it('keeps values while counters come in floods', async () => {
    const cache = new MemoryCache({ maxEntries: 10 });
    await cache.set('a', 'x', 60_000);
    for (let caller = 0; caller < 100; caller++) await cache.increment(`caller-${caller}`, 60_000);
    expect(await present(cache, ['a'])).toEqual([true]);
    expect(await cache.increment('caller-0', 60_000)).toMatchObject({ count: 1 });
    expect(await cache.increment('caller-99', 60_000)).toMatchObject({ count: 2 });
  });

  it('gives no more than a window, though fractions of clocks do not add up', async () => {
    const starts = Array.from({ length: 100 }, (_, n) => 1_000_000 + n * 0.123);
    const left = await Promise.all(
      starts.map(async (now) => (await new MemoryCache({ clock: () => now }).increment('a', 600_000)).leftMs),
    );
    expect([...new Set(left)]).toEqual([600_000]);
  });

  it('ends a window to the millisecond', async () => {
    let now = 0;
    const cache = new MemoryCache({ clock: () => now });
    expect(await cache.increment('a', 100)).toEqual({ count: 1, leftMs: 100 });
    now = 99;
    expect(await cache.increment('a', 100)).toEqual({ count: 2, leftMs: 1 });
    now = 100;
    expect(await cache.increment('a', 100)).toEqual({ count: 1, leftMs: 100 });
  });
});
