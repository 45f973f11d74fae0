import type { Drawing } from '../drawing.ts';
import type { FleetGraph } from '../model.ts';
import { eventArrows, noteOf, referenceArrows, servesArrows, subscriberBoxes } from './parts.ts';

export function drawEverything(graph: FleetGraph): Drawing {
  return {
    title: `The fleet ${graph.fleet}`,
    services: graph.services.map((service) => ({
      name: service.name,
      note: noteOf(service, graph),
      boxes: [
        ...graph.entities
          .filter((entity) => entity.service === service.name)
          .map(({ id, name }) => ({ id, name, lines: [] })),
        ...subscriberBoxes(graph, service.name),
      ],
    })),
    arrows: [...servesArrows(graph), ...referenceArrows(graph), ...eventArrows(graph)],
  };
}
