import type { Drawing } from '../drawing.ts';
import type { FleetGraph } from '../model.ts';
import { eventArrows, subscriberBoxes } from './parts.ts';

/** Who publishes what, and who listens. */
export function drawEvents(graph: FleetGraph): Drawing {
  return {
    title: `The events of ${graph.fleet}`,
    services: graph.services
      .map(({ name }) => ({
        name,
        note: '',
        boxes: [
          ...graph.entities
            .filter(({ service }) => service === name)
            .map(({ id, name }) => ({
              id,
              name,
              lines: graph.events.filter(({ publisher }) => publisher === id).map((event) => event.name),
            })),
          ...subscriberBoxes(graph, name),
        ],
      }))
      .filter(({ boxes }) => boxes.length > 0),
    arrows: eventArrows(graph),
  };
}
