import type { Fleet } from '../../config/model.ts';
import type { LiveColours } from './edge/colours.ts';
import { liveColours } from './edge/live.ts';
import type { Engine } from './engine.ts';
import type { ObservedContainer } from './observe.ts';

/** What there is of a service in one of its places. */
type Place = Pick<ObservedContainer, 'part' | 'kind'> & { readonly colour: string | null };

/** Which colour of each service gets the requests. */
export async function liveOf(engine: Engine, fleet: Fleet, found: readonly ObservedContainer[]): Promise<LiveColours> {
  const edge = found.find(({ kind }) => kind === 'edge');
  if (!edge) return onlyOnes(found);
  return isAsDeployed(fleet, found) ? liveColours(engine, edge.name) : new Map();
}

/**
 * Whether the edge has to be asked. As long as nothing of the fleet was ever deployed, all serve in their first colour; where something is
 * missing, it may have been all that there was of a deploy.
 */
export function isAsDeployed(fleet: Fleet, found: readonly Place[]): boolean {
  const services = servicesIn(found);
  const isDeployed = services.some(({ colour }) => colour === 'green');
  return isDeployed || !fleet.services.every(({ name }) => services.some(({ part }) => part === name));
}

/** Where no edge can be asked, what there is of a service in one colour alone is what will. */
export function onlyOnes(found: readonly Place[]): LiveColours {
  const byService = Map.groupBy(servicesIn(found), ({ part }) => part);
  return new Map(
    [...byService].flatMap(([service, [only, ...others]]) =>
      only?.colour === 'green' && others.length === 0 ? [[service, only.colour] as const] : [],
    ),
  );
}

function servicesIn(found: readonly Place[]): readonly Place[] {
  return found.filter(({ kind }) => kind === 'service');
}
