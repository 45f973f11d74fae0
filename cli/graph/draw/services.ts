import { type Arrow, type Drawing, merged } from '../drawing.ts';
import type { FleetGraph } from '../model.ts';
import { serviceOf } from '../of-fleet.ts';
import { eventArrows, noteOf, servesArrows } from './parts.ts';

/** Services alone: what their entities refer to, counted. Events go back along each reference; other ones have arrows of their own. */
export function drawServices(graph: FleetGraph): Drawing {
  const references = Map.groupBy(
    graph.references
      .map(({ from, to }) => ({ from: serviceOf(from), to: serviceOf(to) }))
      .filter(({ from, to }) => from !== to),
    ({ from, to }) => `${from} ${to}`,
  );
  const heard = merged(
    eventArrows(graph).map(
      ({ from, to }): Arrow => ({ from: serviceOf(from), to: serviceOf(to), kind: 'event', lines: ['events'] }),
    ),
  );
  return {
    title: `The services of ${graph.fleet}`,
    services: graph.services.map((service) => ({ name: service.name, note: noteOf(service, graph), boxes: [] })),
    arrows: [
      ...servesArrows(graph),
      ...[...references.values()].map(counted),
      ...heard.filter(({ from, to }) => from !== to && !references.has(`${to} ${from}`)),
    ],
  };
}

function counted(between: readonly { from: string; to: string }[]): Arrow {
  const [{ from, to } = { from: '', to: '' }, ...more] = between;
  return { from, to, kind: 'reference', lines: [more.length === 0 ? '1 reference' : `${more.length + 1} references`] };
}
