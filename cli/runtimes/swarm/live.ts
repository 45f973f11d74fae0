import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { LiveColours } from '../docker/edge/colours.ts';
import { isAsDeployed, onlyOnes } from '../docker/live.ts';
import { openEdges } from './edge/edges.ts';
import type { Manager } from './manager.ts';
import type { Observed, ObservedService } from './observe.ts';

/**
 * Which colour of each service gets the requests: the edges alone know. Where they cannot be asked, it is what there is of a service in one
 * colour alone.
 * @throws AuroraError `edge_unreachable`, `no_edge_here` where a service stands in both
 */
export async function liveOnSwarm(manager: Manager, fleet: Fleet, { services }: Observed): Promise<LiveColours> {
  if (!services.some(({ kind }) => kind === 'edge')) return onlyOnes(services);
  if (!isAsDeployed(fleet, services)) return new Map();
  try {
    await using edges = await openEdges(manager, fleet);
    return (await edges.state()).live;
  } catch (error) {
    if (!isUnreachable(error) || standsTwice(services)) throw error;
    return onlyOnes(services);
  }
}

export function isUnreachable(error: unknown): error is AuroraError {
  return error instanceof AuroraError && ['edge_unreachable', 'no_edge_here'].includes(error.code);
}

function standsTwice(services: readonly ObservedService[]): boolean {
  const own = services.filter(({ kind }) => kind === 'service');
  return new Set(own.map(({ part }) => part)).size < own.length;
}
