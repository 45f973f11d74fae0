import { ApiProblem } from '../client/index.ts';
import { Problem } from '../errors/index.ts';
import type { HttpClient } from '../http/index.ts';
import type { Reference, Told } from './contract.ts';
import type { Copy } from './copies.ts';

/**
 * Asks the owner for resources by their ids, within `timeoutMs` however many there are.
 * @returns those that exist
 * @throws Problem when the owner gives no usable answer
 */
export async function askOwner(
  client: HttpClient,
  reference: Reference,
  ids: readonly string[],
  timeoutMs?: number,
): Promise<Copy[]> {
  try {
    const told = await reference.owner.on(client).getMany(ids, { timeoutMs });
    return told.map((each) => copyOf(reference, each));
  } catch (error) {
    throw error instanceof ApiProblem ? refused(reference, error) : error;
  }
}

/** What is kept of a resource: its own properties, not what its owner embeds in turn. */
export function copyOf({ target, properties }: Pick<Reference, 'target' | 'properties'>, told: Told): Copy {
  const all = told as Told & Readonly<Record<string, unknown>>;
  const data = Object.fromEntries(properties.flatMap((name) => (name in all ? [[name, all[name]]] : [])));
  return { target, id: told.id, version: told.version, data };
}

/** What it says is about our request, not about the one that we answer. */
function refused({ service, noun }: Reference, cause: ApiProblem): Problem {
  const detail = `${service} answered with status ${cause.status} when it was asked for a ${noun}.`;
  return new Problem('upstream_failed', { detail, cause });
}
