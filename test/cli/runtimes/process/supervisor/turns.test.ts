import { describe, expect, it } from '@jest/globals';
import { Turns } from '../../../../../cli/runtimes/process/supervisor/turns.ts';

describe('turns', () => {
  it('are taken in order, as many at once as there is room for', async () => {
    const turns = new Turns(2);
    const began: string[] = [];
    const ends = new Map<string, () => void>();
    for (const name of ['a', 'b', 'c', 'd']) {
      turns.add(async () => {
        began.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
      });
    }
    const pause = () => new Promise((resolve) => setImmediate(resolve));
    expect(began).toEqual(['a', 'b']);
    ends.get('b')?.();
    await pause();
    expect(began).toEqual(['a', 'b', 'c']);
    ends.get('a')?.();
    ends.get('c')?.();
    await pause();
    expect(began).toEqual(['a', 'b', 'c', 'd']);
  });
});
