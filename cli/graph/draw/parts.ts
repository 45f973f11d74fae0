import { type Arrow, type Box, merged } from '../drawing.ts';
import type { FleetGraph, GraphService } from '../model.ts';

/** With more services, arrows from the gateway to each would hide all others: there its box says it. */
const SERVED = 12;

const serveAlike = ({ services }: FleetGraph): boolean => services.length > SERVED;

/** What stands beside a service's name. */
export function noteOf({ port, serves }: GraphService, graph: FleetGraph): string {
  return serveAlike(graph) && serves.length > 0 ? `:${port}, serves all` : `:${port}`;
}

export function servesArrows(graph: FleetGraph): Arrow[] {
  if (serveAlike(graph)) return [];
  return graph.services.flatMap(({ name, serves }) =>
    serves.map((to) => ({ from: name, to, kind: 'serves', lines: [] }) as const),
  );
}

/** `subjectId, restrict`. */
export function referenceArrows({ references }: FleetGraph): Arrow[] {
  return merged(
    references.map(({ from, to, field, onDelete }) => ({
      from,
      to,
      kind: 'reference',
      lines: [`${field}, ${onDelete}`],
    })),
  );
}

/** One from each publisher to each listener, with the names of the events. */
export function eventArrows({ events }: FleetGraph): Arrow[] {
  const single = events.flatMap(({ name, publisher, listeners }) =>
    listeners.map((to) => ({ from: publisher, to, kind: 'event', lines: [name] }) as const),
  );
  return merged(single).map((arrow) => ({ ...arrow, lines: [arrow.lines.join(', ')] }));
}

export function subscriberBoxes({ subscribers }: FleetGraph, service: string): Box[] {
  return subscribers
    .filter((subscriber) => subscriber.service === service)
    .map(({ id, name }) => ({ id, name, lines: [], acts: true }));
}
