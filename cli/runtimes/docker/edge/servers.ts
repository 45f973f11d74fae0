import { COLOURS, type Colour } from './colours.ts';

/** Where requests for a service may go, as the edge sees it. */
export interface EdgeServer {
  readonly service: string;
  readonly colour: Colour;
  /** Whether a container of its name is in the network. */
  readonly there: boolean;
}

/** Operational state 2 is running, administrative state 0 is no reason against it (management guide, `show servers state`). */
const [RUNNING, ADMITTED] = ['2', '0'];

/** Takes apart what HAProxy answers to `show servers state`. */
export function serversOf(state: string): EdgeServer[] {
  return state.split('\n').flatMap((line) => {
    const [, backend = '', , server = '', , operational, administrative] = line.split(' ');
    const colour = COLOURS.find((each) => each === server);
    if (colour === undefined) return [];
    const there = operational === RUNNING && administrative === ADMITTED;
    return [{ service: backend.slice(0, -(colour.length + 1)), colour, there }];
  });
}
