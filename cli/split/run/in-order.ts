import type { Group } from './order.ts';

/** Tables on their way at once. */
const AT_ONCE = 2;

/** Each group once those before it are done, a few at once. */
export async function inOrder(
  groups: readonly Group[],
  stop: AbortController,
  work: (group: Group) => Promise<void>,
): Promise<void> {
  const waiting = new Set(groups);
  const done = new Set<string>();
  const running = new Set<Promise<void>>();
  while (waiting.size > 0 || running.size > 0) {
    for (const group of waiting) {
      if (running.size >= AT_ONCE || !group.after.every((name) => done.has(name))) continue;
      waiting.delete(group);
      const task = work(group).then(() => {
        done.add(group.name);
        running.delete(task);
      });
      // Waited for below; until then nobody else may hear of its failure.
      task.catch(() => undefined);
      running.add(task);
    }
    try {
      await Promise.race(running);
    } catch (error) {
      stop.abort(error);
      await Promise.allSettled(running);
      throw error;
    }
  }
}
