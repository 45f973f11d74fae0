import type { Drawing } from '../drawing.ts';
import type { FleetGraph, GraphField } from '../model.ts';
import { referenceArrows } from './parts.ts';

/** Entities with their fields, and what they refer to. */
export function drawEntities(graph: FleetGraph): Drawing {
  return {
    title: `The entities of ${graph.fleet}`,
    services: graph.services
      .map(({ name }) => ({
        name,
        note: '',
        boxes: graph.entities
          .filter(({ service }) => service === name)
          .map(({ id, name, fields }) => ({ id, name, lines: fields.map(described) })),
      }))
      .filter(({ boxes }) => boxes.length > 0),
    arrows: referenceArrows(graph),
  };
}

function described({ name, type, required, unique }: GraphField): string {
  return [`${name}: ${type}`, ...(required ? ['required'] : []), ...(unique ? ['unique'] : [])].join(', ');
}
