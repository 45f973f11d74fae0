import type { Fleet } from '../../../config/model.ts';
import { draw } from '../../../graph/draw/index.ts';
import { isLegible } from '../../../graph/legible.ts';
import { mermaidFits, printMermaid } from '../../../graph/mermaid.ts';
import { narrow } from '../../../graph/narrow.ts';
import { graphOf } from '../../../graph/of-fleet.ts';
import { once } from './once.ts';

/** Each service's README asks for its part. */
const graphOnce = once(graphOf);

/** The fleet as Mermaid: all of it where a person can follow that, else its services alone; null if even these are too many. */
export function viewFleetGraph(fleet: Fleet): string | null {
  const graph = graphOnce(fleet);
  const everything = draw(graph);
  const drawing = isLegible(everything) ? everything : draw(graph, 'services');
  const text = printMermaid(drawing);
  return mermaidFits(drawing, text) ? text : null;
}

/** A service with what it is tied to, as Mermaid; null: to nothing, or to more than Mermaid takes. */
export function viewNeighbours(fleet: Fleet, service: string): string | null {
  const graph = narrow(graphOnce(fleet), [service]);
  const isTied = graph.references.length > 0 || graph.events.some(({ listeners }) => listeners.length > 0);
  const drawing = draw({ ...graph, services: graph.services.map((each) => ({ ...each, serves: [] })) });
  const text = printMermaid(drawing);
  return isTied && mermaidFits(drawing, text) ? text : null;
}
