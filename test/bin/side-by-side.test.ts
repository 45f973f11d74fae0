import { expect, it } from '@jest/globals';
import { sideBySide } from '../run/side-by-side.ts';

it('suites begin in their order, each as soon as there is room for it, and one that is too large alone', async () => {
  const told: string[] = [];
  const ends = new Map<string, () => void>();
  const task = (name: string, places: number) => ({
    places,
    run: () => {
      told.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    },
  });
  const all = sideBySide([task('a', 2), task('b', 1), task('c', 9), task('d', 1), task('e', 2)], 3);
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise(setImmediate);
    return told.join('');
  };
  expect(told.join('')).toBe('ab');
  expect(await end('a')).toBe('ab');
  expect(await end('b')).toBe('abc');
  expect(await end('c')).toBe('abcde');
  await end('d');
  await end('e');
  await all;
});

it('a suite that cannot be run fails them all', async () => {
  const run = () => Promise.reject(new Error('no such program'));
  await expect(sideBySide([{ places: 1, run }], 3)).rejects.toThrow('no such program');
});
