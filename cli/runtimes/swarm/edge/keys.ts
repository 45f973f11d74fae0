import { COLOURS } from '../../colours.ts';

/** What an edge keeps of a service: a key each, in the order in which a page of its state has them. */
export function keysOf(service: string): readonly string[] {
  return [liveKey(service), canaryKey(service), ...COLOURS.map((colour) => roleKey(service, colour))];
}

export function liveKey(service: string): string {
  return `live/${service}`;
}

export function canaryKey(service: string): string {
  return `canary/${service}`;
}

export function roleKey(service: string, colour: string): string {
  return `role/${service}/${colour}`;
}
