import type { Fleet, SwarmSettings } from '../../../config/model.ts';
import { AuroraError } from '../../../errors.ts';
import type { Manager } from '../manager.ts';
import type { ObservedNode } from '../observe.ts';
import { engineOf, type NodeEngine } from './engine-of.ts';

/**
 * The engines to which images have to be brought: those of all other nodes that take tasks. None where a registry has the images.
 * @throws AuroraError `no_registry` where there is no way to a node; `engine_unreachable`, `wrong_engine`
 */
export async function otherEngines(
  { node }: Pick<Manager, 'node'>,
  { images, swarm }: Pick<Fleet, 'images' | 'swarm'>,
  nodes: readonly ObservedNode[],
): Promise<readonly NodeEngine[]> {
  if (images.registry !== undefined) return [];
  const others = nodes.filter(({ id, isUp }) => isUp && id !== node);
  const without = others.filter(({ hostname }) => addressOf(swarm, hostname) === undefined);
  if (without.length > 0) throw noWay(without.map(({ hostname }) => hostname).toSorted(), nodes.length);
  return Promise.all(others.map((each) => engineOf(each, addressOf(swarm, each.hostname) ?? '', nodes)));
}

/** Where the engine of a node is; undefined: the config does not say. */
export function addressOf({ engines }: SwarmSettings, hostname: string): string | undefined {
  return Object.hasOwn(engines, hostname) ? engines[hostname] : undefined;
}

function noWay(hostnames: readonly string[], count: number): AuroraError {
  const [first = ''] = hostnames;
  return new AuroraError(
    'no_registry',
    `The swarm has ${count} nodes, and images that are built here do not come to ${hostnames.join(', ')}.`,
    {
      exit: 'usage',
      details: [
        'Nodes fetch images from a registry: images: { registry: registry.example.org/team }',
        `Or they are loaded to each: swarm: { engines: { ${first}: ssh://user@${first} } }`,
      ],
      next: 'add either to aurora.config.yaml, at the top or in an environment, then: aurora up -d',
      facts: { nodes: hostnames },
    },
  );
}
