import type { Colour } from '../../colours.ts';
import { INNER_SUFFIX, partsOf } from './names.ts';

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
    const [, backend = '', , , , operational, administrative] = line.split(' ');
    const parts = partsOf(backend);
    if (!parts || backend.endsWith(INNER_SUFFIX)) return [];
    return [{ ...parts, there: operational === RUNNING && administrative === ADMITTED }];
  });
}
