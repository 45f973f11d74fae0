import type { Fleet } from '../../../config/model.ts';
import type { Narrator } from '../../../narrator.ts';
import type { Manager } from '../manager.ts';
import { type ObservedNode, observeNodes } from '../observe.ts';
import { loadImages } from './load.ts';
import { type Lacking, type LocalImage, lackingAt } from './local-images.ts';
import { otherEngines } from './other-engines.ts';

/**
 * Sees to it that all nodes have these images. Where a registry has them, each fetches by itself what it runs.
 * @throws AuroraError `no_registry`, `engine_unreachable`, `wrong_engine`, `load_failed`, `image_differs`
 */
export async function bringImages(
  manager: Manager,
  fleet: Fleet,
  images: readonly LocalImage[],
  narrator: Narrator,
  signal?: AbortSignal,
): Promise<void> {
  const nodes = await observeNodes(manager.engine);
  const lacking = await lackingAt(await otherEngines(manager, fleet, nodes), images);
  for (const line of strangersAmong(lacking, nodes, manager, fleet)) narrator.warn(line);
  await loadImages(manager.engine, lacking, narrator, signal);
}

/** Images run on the architecture that they were built on. */
function strangersAmong(
  lacking: readonly Lacking[],
  nodes: readonly ObservedNode[],
  { node }: Manager,
  { swarm }: Fleet,
): readonly string[] {
  if (swarm.constraints.some((each) => each.startsWith('node.platform.arch'))) return [];
  const architectureOf = (id: string) => nodes.find((each) => each.id === id)?.architecture;
  const own = architectureOf(node);
  return lacking.flatMap(({ at: { node: other } }) => {
    const theirs = architectureOf(other.id);
    if (theirs === own) return [];
    return [
      `${other.hostname} is ${theirs}, and images that are built here run on ${own}: swarm: { constraints: ['node.platform.arch == ${own}'] }`,
    ];
  });
}
