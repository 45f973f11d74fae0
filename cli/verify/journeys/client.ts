import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Fleet } from '../../config/model.ts';
import type { Reach } from './reach.ts';

/** Makes clients of a fleet with some scopes. */
export type Clients = (scopes: readonly string[]) => unknown;

/** How long an answer may take, as for other requests of verify: a machine that has much to do is slow, but not wrong. */
const PATIENCE_MS = 10_000;

/** The typed client that was generated for the fleet; a fleet that owns nothing has none. */
export async function clientsOf({ name, root }: Fleet, reach: Reach, send: typeof fetch): Promise<Clients> {
  const { resolve } = createRequire(join(root, 'package.json'));
  const module = await import(pathToFileURL(resolve(`@${name}/client`)).href);
  return (scopes) =>
    module.createClient({
      url: reach.url,
      ...(scopes.length > 0 && { token: () => reach.token(scopes) }),
      fetch: send,
      timeoutMs: PATIENCE_MS,
    });
}
