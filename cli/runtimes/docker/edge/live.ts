import type { Engine } from '../engine.ts';
import { COLOURS, type LiveColours } from './colours.ts';
import { edgeScript } from './command.ts';
import { EDGE_PLACES } from './places.ts';

/** Which colour of each service is live, as the map on the edge's volume says. */
export async function liveColours(engine: Engine, container: string): Promise<LiveColours> {
  const text = await edgeScript(engine, container, `cat ${EDGE_PLACES.map}`);
  return new Map(
    text.split('\n').flatMap((line) => {
      const [service = '', name] = line.split(' ');
      const colour = COLOURS.find((each) => each === name);
      return colour ? [[service, colour] as const] : [];
    }),
  );
}
