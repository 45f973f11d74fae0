import { fail, ok, type Verdict, warn } from '../check.ts';
import type { SeenNode, Sight } from './sight.ts';
import { takes } from './takes.ts';

/** Whether there are nodes that take tasks, and those among them that the fleet cannot do without. */
export function nodes({ nodes: all, data, self }: Sight): Verdict {
  const taking = all.filter(takes);
  const others = all.filter((node) => !takes(node)).map((node) => `${node.hostname} is ${whyNot(node)}`);
  const missing = [...data].flatMap(([part, id]) => {
    const node = all.find((each) => each.id === id);
    if (node && takes(node)) return [];
    return [`${part} has its data on ${node ? `${node.hostname}, which is ${whyNot(node)}` : `a node that is gone`}`];
  });
  if (missing.length > 0) return fail(missing[0] as string, 'docker node ls; its data is nowhere else', others);
  const own = all.find(({ id }) => id === self);
  if (taking.length === 0) return fail('no node takes tasks', 'docker node update --availability active …', others);
  if (own && !takes(own)) {
    return {
      ...warn(
        `${own.hostname} is asked and has no edge, by which databases and brokers are reached`,
        `docker node update --availability active ${own.hostname}; or DOCKER_HOST=… with another manager`,
      ),
      details: others,
    };
  }
  const found = all.length === 1 ? '1, which takes tasks' : `${taking.length} of ${all.length} take tasks`;
  const down = all.filter(({ isReady }) => !isReady);
  if (down.length > 0) {
    const next = `start the engine of ${down[0]?.hostname}; or, if gone for good: docker node rm ${down[0]?.hostname}`;
    return { ...warn(found, next), details: others };
  }
  // Whoever drains a node has meant it.
  return { ...ok(found), ...(others.length > 0 && { details: others }) };
}

function whyNot({ isReady, availability }: SeenNode): string {
  if (!isReady) return 'down';
  return availability === 'drain' ? 'drained' : 'paused';
}
