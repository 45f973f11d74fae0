import type { BodyRules } from '../settings/index.ts';
import { isContainer } from './json-text.ts';

type Container = Record<string, unknown> | unknown[];
/** Changes a value in place. */
type Step = (document: unknown) => void;

/**
 * Takes away, renames and sets in a JSON document, in this order, by JSON Pointer (RFC 6901) with `*` for each item of a list. What is
 * not there is not made: a rule below something that is absent does nothing. Only own members count, so `__proto__` is one like any other.
 *
 * @returns changes a document in place
 */
export function jsonRules({ remove = [], rename = {}, set = {} }: BodyRules): (document: unknown) => void {
  const steps: Step[] = [
    ...remove.map((pointer) => at(pointer, take)),
    ...Object.entries(rename).map(([pointer, name]) => at(pointer, (within, key) => moveTo(within, key, name))),
    ...Object.entries(set).map(([pointer, value]) => at(pointer, (within, key) => put(within, key, value))),
  ];
  return (document) => {
    for (const step of steps) step(document);
  };
}

/** Does something at every place that a pointer leads to: where the holder of the place exists, whether or not the place does. */
function at(pointer: string, act: (within: Container, key: string) => void): Step {
  const segments = pointer.split('/').slice(1).map(unescaped);
  const last = segments.pop() ?? '';
  return (document) => {
    let places = [document];
    for (const segment of segments) places = places.flatMap((place) => below(place, segment));
    for (const place of places) {
      if (!isContainer(place)) continue;
      // From the end, so that what is taken away moves nothing that is still to be looked at.
      for (const key of keysOf(place, last).toReversed()) act(place, key);
    }
  };
}

function below(place: unknown, segment: string): unknown[] {
  if (!isContainer(place)) return [];
  return keysOf(place, segment)
    .filter((key) => Object.hasOwn(place, key))
    .map((key) => (place as Record<string, unknown>)[key]);
}

/** In a list only items that it has; in an object `*` is a name like any other. */
function keysOf(place: Container, segment: string): string[] {
  if (!Array.isArray(place)) return [segment];
  if (segment === '*') return Object.keys(place);
  return /^(?:0|[1-9]\d*)$/.test(segment) && Number(segment) < place.length ? [segment] : [];
}

function take(within: Container, key: string): void {
  if (Array.isArray(within)) within.splice(Number(key), 1);
  else delete within[key];
}

function moveTo(within: Container, key: string, name: string): void {
  // Items of a list have no names.
  if (Array.isArray(within) || key === name || !Object.hasOwn(within, key)) return;
  define(within, name, within[key]);
  delete within[key];
}

function put(within: Container, key: string, value: unknown): void {
  // A copy: a later rule may change what this one has set.
  define(within, key, structuredClone(value));
}

/** An assignment to `__proto__` would not make a member. */
function define(within: Container, key: string, value: unknown): void {
  Object.defineProperty(within, key, { value, configurable: true, enumerable: true, writable: true });
}

function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
