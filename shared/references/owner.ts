import { Problem } from '../errors/index.ts';
import type { HttpClient } from '../http/index.ts';
import type { Reference } from './contract.ts';
import type { Copy } from './copies.ts';

/** What a list gives at most. */
const BATCH = 100;

/** What an owner's answer or event says of a resource. */
export type Told = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number };

/**
 * Asks the owner for resources by their ids, up to a hundred in one call; where there are more, at the same time, so that it
 * takes no longer than `timeoutMs`.
 * @returns those that exist
 * @throws Problem when the owner gives no usable answer
 */
export async function askOwner(
  client: HttpClient,
  reference: Reference,
  ids: readonly string[],
  timeoutMs?: number,
): Promise<Copy[]> {
  const ask = async (start: number): Promise<Copy[]> => {
    const batch = ids.slice(start, start + BATCH);
    const path = `${reference.path}?filter%5Bid%5D%5Bin%5D=${batch.join(',')}&limit=${BATCH}`;
    const { status, body } = await client.request<{ items: Told[] }>({
      method: 'GET',
      path,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    if (status !== 200) throw refused(reference, status);
    return body.items.map((item) => copyOf(reference, item));
  };
  const starts = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) => index * BATCH);
  return (await Promise.all(starts.map(ask))).flat();
}

/** What is kept of a resource: its own properties, not what its owner embeds in turn. */
export function copyOf({ target, properties }: Pick<Reference, 'target' | 'properties'>, told: Told): Copy {
  const data = Object.fromEntries(properties.flatMap((name) => (name in told ? [[name, told[name]]] : [])));
  return { target, id: told.id, version: told.version, data };
}

function refused({ service, path }: Reference, status: number): Problem {
  return new Problem('upstream_failed', { detail: `${service} answered GET ${path} with status ${status}.` });
}
