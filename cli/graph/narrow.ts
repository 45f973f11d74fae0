import type { FleetGraph } from './model.ts';
import { serviceOf } from './of-fleet.ts';

/** The part of the graph that touches these services: all that they own, and of others what they are tied to. */
export function narrow(graph: FleetGraph, services: readonly string[]): FleetGraph {
  const isChosen = (id: string) => services.includes(serviceOf(id));
  const references = graph.references.filter(({ from, to }) => isChosen(from) || isChosen(to));
  const events = graph.events
    .map((event) => ({
      ...event,
      listeners: isChosen(event.publisher) ? event.listeners : event.listeners.filter(isChosen),
    }))
    .filter(({ publisher, listeners }) => isChosen(publisher) || listeners.length > 0);
  const near = new Set([
    ...references.flatMap(({ from, to }) => [from, to]),
    ...events.flatMap(({ publisher, listeners }) => [publisher, ...listeners]),
  ]);
  const entities = graph.entities.filter(({ id }) => isChosen(id) || near.has(id));
  const subscribers = graph.subscribers.filter(({ id }) => isChosen(id) || near.has(id));
  const served = graph.services.filter(({ name }) => services.includes(name)).flatMap(({ serves }) => serves);
  const kept = new Set([...services, ...served, ...[...entities, ...subscribers].map(({ service }) => service)]);
  return {
    fleet: graph.fleet,
    services: graph.services
      .filter(({ name }) => kept.has(name))
      .map((service) => ({ ...service, serves: service.serves.filter((name) => kept.has(name)) })),
    entities,
    subscribers,
    references,
    events,
  };
}
