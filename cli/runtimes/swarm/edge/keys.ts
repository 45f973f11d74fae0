import { COLOURS } from '../../colours.ts';

/** Milliseconds have thirteen digits until 2286; JavaScript counts to more than fifteen, HAProxy and bash to more than eighteen. */
const STAMP = '[1-9][0-9]{0,14}';
const COLOUR = `(${COLOURS.join('|')})`;
const PERCENT = '(100|[1-9]?[0-9])';
const ROLE = '(live|standby)';

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

/** A regular expression for a key and what may be kept for it, with these signs between key, stamp and value. */
export function entryPattern(beforeStamp: string, beforeValue: string): string {
  const entry = (key: string, value: string) => `${key}${beforeStamp}${STAMP}${beforeValue}${value}`;
  const name = '[^/ ]+';
  const entries = [entry(liveKey(name), COLOUR), entry(canaryKey(name), PERCENT), entry(roleKey(name, COLOUR), ROLE)];
  return `(${entries.join('|')})`;
}
