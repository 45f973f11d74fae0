import type { Fleet } from '../../config/model.ts';
import type { LiveColours } from './edge/colours.ts';
import { liveColours } from './edge/live.ts';
import type { Engine } from './engine.ts';
import type { ObservedContainer } from './observe.ts';

/**
 * Which colour of each service gets the requests. The edge knows; as long as nothing of the fleet was ever deployed, all serve in
 * their first colour, and it need not be asked.
 */
export async function liveOf(engine: Engine, fleet: Fleet, found: readonly ObservedContainer[]): Promise<LiveColours> {
  const edge = found.find(({ kind }) => kind === 'edge');
  const services = found.filter(({ kind }) => kind === 'service');
  const isDeployed = services.some(({ colour }) => colour === 'green');
  const isWhole = fleet.services.every(({ name }) => services.some(({ part }) => part === name));
  if (!edge) return onlyOnes(services);
  return isDeployed || !isWhole ? liveColours(engine, edge.name) : new Map();
}

/** Without an edge nobody gets requests; what there is of a service in one colour alone is what will. */
function onlyOnes(services: readonly ObservedContainer[]): LiveColours {
  const byService = Map.groupBy(services, ({ part }) => part);
  return new Map(
    [...byService].flatMap(([service, [only, ...others]]) =>
      only?.colour === 'green' && others.length === 0 ? [[service, only.colour] as const] : [],
    ),
  );
}
