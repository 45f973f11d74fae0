import { COLOURS, type Colour } from '../../colours.ts';

/** Behind the name of what the other services use of a service; no service has a colon in its name. */
export const INNER_SUFFIX = ':inner';
/** The frontend that reaches either colour. */
export const PREVIEW = 'edge:preview';

/** Where requests for a service go, as HAProxy calls it; its `%[…]` may stand for the service and the colour. */
export function backendOf(service: string, colour: string): string {
  return `${service}-${colour}`;
}

/** Undefined: no backend of a service. */
export function partsOf(backend: string): { readonly service: string; readonly colour: Colour } | undefined {
  const name = backend.endsWith(INNER_SUFFIX) ? backend.slice(0, -INNER_SUFFIX.length) : backend;
  const colour = COLOURS.find((each) => name.endsWith(`-${each}`));
  return colour && { service: name.slice(0, -(colour.length + 1)), colour };
}
