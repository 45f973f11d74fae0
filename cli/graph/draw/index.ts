import type { Drawing } from '../drawing.ts';
import type { FleetGraph } from '../model.ts';
import { drawEntities } from './entities.ts';
import { drawEvents } from './events.ts';
import { drawEverything } from './everything.ts';
import { drawServices } from './services.ts';

export const PARTS = ['services', 'entities', 'events'] as const;

export type Part = (typeof PARTS)[number];

const DRAW = { services: drawServices, entities: drawEntities, events: drawEvents };

/** @param only that alone; absent: all in one picture */
export function draw(graph: FleetGraph, only?: Part): Drawing {
  return only ? DRAW[only](graph) : drawEverything(graph);
}
