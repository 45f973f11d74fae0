import type { Colour } from '../../colours.ts';
import { roleKey } from './keys.ts';
import { CONTROL_PORT } from './places.ts';

/** Where a service asks whether it is the one that takes events: at whichever edge the engine leads it to. */
export function roleUrl(service: string, colour: Colour): string {
  return `http://edge:${CONTROL_PORT}/${roleKey(service, colour)}`;
}
