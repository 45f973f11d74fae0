import { JOURNEYS } from './files.ts';

const PLACE = new RegExp(`/(${JOURNEYS}/[^\\s():]+:\\d+)`);

/** Where in the fleet's own journeys an error comes from: `test/e2e/journeys/orders.ts:12`; undefined where it does not. */
export function placeOf(error: unknown): string | undefined {
  const { stack } = Object(error) as { stack?: unknown };
  return typeof stack === 'string' ? stack.match(PLACE)?.[1] : undefined;
}
