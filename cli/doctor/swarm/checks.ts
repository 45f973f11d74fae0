import type { Fleet } from '../../config/model.ts';
import { isLocal } from '../../runtimes/docker/engine.ts';
import type { Check } from '../check.ts';
import { architectures } from './architectures.ts';
import { engineDisk } from './disk.ts';
import { engines } from './engines.ts';
import { ipvs } from './ipvs.ts';
import { managers } from './managers.ts';
import { nodes } from './nodes.ts';
import { registry } from './registry.ts';
import type { Blind, Sight } from './sight.ts';

/** What a fleet needs of its swarm. Of one that cannot be seen only why. */
export function swarmChecks(fleet: Fleet, seen: Sight | Blind): readonly Check[] {
  const swarm: Check = { name: 'swarm', look: async () => managers(seen) };
  if ('because' in seen) return [swarm];
  return [
    swarm,
    { name: 'nodes', look: async () => nodes(seen) },
    { name: 'architectures', look: async () => architectures(seen, fleet.swarm) },
    { name: 'registry', look: () => registry(seen, fleet) },
    ...(usesEngines(fleet) ? [{ name: 'engines', look: () => engines(seen, fleet) }] : []),
    ...(fleet.swarm.endpointMode === 'vip' ? [{ name: 'ipvs', look: async () => ipvs() }] : []),
    { name: 'engine disk', look: () => engineDisk(seen, isLocal()) },
  ];
}

/** By them images come to nodes that no registry gives them to. */
function usesEngines({ images, swarm }: Fleet): boolean {
  return images.registry === undefined && Object.keys(swarm.engines).length > 0;
}
