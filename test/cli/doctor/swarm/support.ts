import type { SeenNode, Sight } from '../../../../cli/doctor/swarm/sight.ts';
import type { Engine } from '../../../../cli/runtimes/docker/engine.ts';

/** A manager that is well. */
export const node = (hostname: string, changes: Partial<SeenNode> = {}): SeenNode => ({
  id: `id-${hostname}`,
  hostname,
  isReady: true,
  availability: 'active',
  architecture: 'x86_64',
  manages: true,
  ...changes,
});

/** The first of the nodes is the one that is asked. */
export const sight = (nodes: readonly SeenNode[], data: Readonly<Record<string, string>> = {}): Sight => ({
  engine: {} as Engine,
  self: nodes[0]?.id ?? '',
  version: '20.10.24',
  dataRoot: '/var/lib/docker',
  nodes,
  services: [],
  data: new Map(Object.entries(data)),
});
