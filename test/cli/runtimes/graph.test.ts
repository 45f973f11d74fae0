import { describe, expect, it } from '@jest/globals';
import { runGraph } from '../../../cli/runtimes/graph.ts';

const step = (title: string, ...after: string[]) => ({ title, after });

describe('a plan that is carried out', () => {
  it('does each step when those before it are done, and others at once', async () => {
    const seen: string[] = [];
    const gates = new Map(['a', 'b', 'c', 'd'].map((title) => [title, Promise.withResolvers<void>()]));
    const running = runGraph([step('a'), step('b'), step('c', 'a'), step('d', 'b', 'c')], async ({ title }) => {
      seen.push(title);
      await gates.get(title)?.promise;
    });
    await Promise.resolve();
    expect(seen).toEqual(['a', 'b']);
    for (const title of ['a', 'c', 'b', 'd']) gates.get(title)?.resolve();
    await running;
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
  });

  it('begins nothing more after a failure, waits for what runs, and tells the first', async () => {
    const done: string[] = [];
    const running = runGraph([step('a'), step('b'), step('c', 'a'), step('d', 'b')], async ({ title }) => {
      if (title === 'a') throw new Error('first');
      await new Promise((resolve) => setImmediate(resolve));
      done.push(title);
      throw new Error('second');
    });
    await expect(running).rejects.toThrow('first');
    expect(done).toEqual(['b']);
  });

  it('refuses a step that waits for one behind it', async () => {
    await expect(runGraph([step('a', 'b'), step('b')], async () => undefined)).rejects.toThrow('waits for "b"');
  });
});
