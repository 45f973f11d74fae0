import { expect, it } from '@jest/globals';
import type { Cache } from '../../../shared/cache/index.ts';
import { until } from '../../../shared/testing/index.ts';

let used = 0;
const fresh = () => `key-${++used}`;
const LONG_MS = 60_000;

/** What every cache promises (shared/cache/contract.ts). */
export function conformance(cache: () => Cache): void {
  const read = async (...keys: string[]) => (await cache().get(keys)).map((value) => value?.toString());

  it('gives back what was set, byte for byte, in the order of the keys', async () => {
    const [bytes, text, none] = [fresh(), fresh(), fresh()];
    await cache().set(bytes, Buffer.from([0, 255, 10, 13]), LONG_MS);
    await cache().set(text, 'für später', LONG_MS);
    const values = await cache().get([text, none, bytes]);
    expect(values).toEqual([Buffer.from('für später'), undefined, Buffer.from([0, 255, 10, 13])]);
  });

  it('forgets a value when its time is up', async () => {
    const key = fresh();
    await cache().set(key, 'brief', 20);
    await until(async () => (await read(key))[0] === undefined);
  });

  it('replaces a value, and its time', async () => {
    const key = fresh();
    await cache().set(key, 'one', 20);
    await cache().set(key, 'two', LONG_MS);
    const other = fresh();
    await cache().set(other, 'clock', 40);
    await until(async () => (await read(other))[0] === undefined);
    expect(await read(key)).toEqual(['two']);
  });

  it('deletes values and counters, and nothing where there is none', async () => {
    const [key, counter] = [fresh(), fresh()];
    await cache().set(key, 'here', LONG_MS);
    await cache().increment(counter, LONG_MS);
    await cache().delete(key);
    await cache().delete(counter);
    await cache().delete(fresh());
    expect(await read(key)).toEqual([undefined]);
    expect(await cache().increment(counter, LONG_MS)).toMatchObject({ count: 1 });
  });

  it('counts each call once, however many come at the same moment', async () => {
    const key = fresh();
    const counted = await Promise.all(Array.from({ length: 200 }, () => cache().increment(key, LONG_MS)));
    expect(counted.map(({ count }) => count)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('begins a window with the first call, does not prolong it, and begins anew after it', async () => {
    const key = fresh();
    const first = await cache().increment(key, 1_000);
    expect(first).toMatchObject({ count: 1 });
    expect(first.leftMs).toBeGreaterThan(900);
    const second = await until(async () => {
      const counted = await cache().increment(key, LONG_MS);
      return counted.leftMs < 900 && counted;
    });
    expect(second.count).toBeGreaterThan(1);
    await until(async () => (await cache().increment(key, LONG_MS)).count === 1);
  });
}
