import { describe, expect, it } from '@jest/globals';
import { sharedRead } from '../../../shared/cqrs/index.ts';

/** A read that ends when its test says so, and gives what was there when it began. */
function slowly() {
  const under: PromiseWithResolvers<void>[] = [];
  let value = 0;
  const read = sharedRead(async () => {
    const seen = value;
    const ended = Promise.withResolvers<void>();
    under.push(ended);
    await ended.promise;
    return seen;
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { read, under, settled, change: () => ++value };
}

describe('a shared read', () => {
  it('is two for any number who ask at once, and none of them misses what was there when it asked', async () => {
    const { read, under, settled, change } = slowly();
    const first = read();
    change();
    const others = Array.from({ length: 1_000 }, () => read());
    expect(under).toHaveLength(1);
    under[0]?.resolve();
    await settled();
    expect(under).toHaveLength(2);
    under[1]?.resolve();
    expect(await first).toBe(0);
    expect(new Set(await Promise.all(others))).toEqual(new Set([1]));
  });

  it('that fails does so for those who share it, and for nobody after', async () => {
    const { read, under, settled, change } = slowly();
    const [first, second] = [read(), read()];
    under[0]?.reject(new Error('the database is away'));
    await expect(first).rejects.toThrow('away');
    await settled();
    under[1]?.reject(new Error('still away'));
    await expect(second).rejects.toThrow('still away');
    change();
    const third = read();
    under[2]?.resolve();
    expect(await third).toBe(1);
  });
});
