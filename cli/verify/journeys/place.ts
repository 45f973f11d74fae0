import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { JOURNEYS } from './files.ts';

/** Where in the fleet's own journeys an error comes from: `test/e2e/journeys/orders.ts:12`; undefined where it does not. */
export function placeIn(root: string, error: unknown): string | undefined {
  const base = pathToFileURL(join(root, '/')).href;
  const { stack = '' } = Object(error) as { stack?: string };
  const [line] = stack.split('\n').filter((each) => each.includes(`${base}${JOURNEYS}/`));
  return line?.slice(line.indexOf(base) + base.length).match(/^[^\s):]+:\d+/)?.[0];
}
