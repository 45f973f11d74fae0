import { describe, expect, it } from '@jest/globals';
import { Lanes } from '../../../shared/events/lanes.ts';
import { until } from '../../../shared/testing/index.ts';

describe('lanes', () => {
  /** Tasks that end when told. */
  const tasks = () => {
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const task = (name: string) => async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
    };
    return { begun, task, end: (name: string) => ends.get(name)?.() };
  };

  it('runs the tasks of one key one after the other, those of others beside it', async () => {
    const lanes = new Lanes(10);
    const { begun, task, end } = tasks();
    for (const name of ['a1', 'a2', 'b1']) lanes.push(name.charAt(0), task(name));
    expect(begun).toEqual(['a1', 'b1']);
    end('a1');
    await until(() => begun.length === 3);
    expect(begun[2]).toBe('a2');
  });

  it('runs no more at a time than allowed, and starves no key', async () => {
    const lanes = new Lanes(1);
    const { begun, task, end } = tasks();
    for (const name of ['a1', 'a2', 'b1']) lanes.push(name.charAt(0), task(name));
    expect(begun).toEqual(['a1']);
    end('a1');
    await until(() => begun.length === 2);
    expect(begun[1]).toBe('b1');
  });

  it('is idle when all is done, and at once when there is nothing', async () => {
    const lanes = new Lanes(2);
    await lanes.idle();
    const { task, end } = tasks();
    lanes.push('a', task('a1'));
    let idle = false;
    const waiting = lanes.idle().then(() => {
      idle = true;
    });
    await Promise.resolve();
    expect(idle).toBe(false);
    end('a1');
    await waiting;
  });

  it('forgets what has not begun, and takes new tasks after that', async () => {
    const lanes = new Lanes(1);
    const { begun, task, end } = tasks();
    for (const name of ['a1', 'a2', 'b1']) lanes.push(name.charAt(0), task(name));
    lanes.clear();
    lanes.push('a', task('a3'));
    end('a1');
    await until(() => begun.length === 2);
    end('a3');
    await lanes.idle();
    expect(begun).toEqual(['a1', 'a3']);
  });
});
