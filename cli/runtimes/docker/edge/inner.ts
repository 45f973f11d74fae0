import type { Fleet, Service } from '../../../config/model.ts';

/** Above every port that browsers and Node's `fetch` refuse to call, if added to one that a service may have. */
const DISTANCE = 10_000;
const HIGHEST = 65_535;

/**
 * Ports of the edge at which services find each other. By their own ports, so that another service more moves none of them, and never one
 * of those: the edge listens on all.
 */
export function innerPorts({ services }: Pick<Fleet, 'services'>): ReadonlyMap<string, number> {
  const taken = new Set(services.map(({ port }) => port));
  const inner = new Map<string, number>();
  for (const { name, port } of services.toSorted((one, other) => one.port - other.port)) {
    let candidate = port + DISTANCE <= HIGHEST ? port + DISTANCE : port - DISTANCE;
    while (taken.has(candidate)) candidate = candidate < HIGHEST ? candidate + 1 : DISTANCE + 1024;
    taken.add(candidate);
    inner.set(name, candidate);
  }
  return inner;
}

/** Where the live colour of a service answers inside the network, by the edge. */
export function innerUrl(fleet: Pick<Fleet, 'services'>, { name }: Pick<Service, 'name'>): string {
  return `http://edge:${innerPorts(fleet).get(name)}`;
}
