import type { Drawing, Part } from '../drawing.ts';
import type { FleetGraph } from '../model.ts';
import { drawEntities } from './entities.ts';
import { drawEvents } from './events.ts';
import { drawEverything } from './everything.ts';
import { drawServices } from './services.ts';

const DRAW = { services: drawServices, entities: drawEntities, events: drawEvents };

/** @param only that alone; absent: all in one picture */
export function draw(graph: FleetGraph, only?: Part): Drawing {
  return only ? DRAW[only](graph) : drawEverything(graph);
}
