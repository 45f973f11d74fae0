import type { FastifyInstance } from 'fastify';
import { putCopies } from '../testing/index.ts';
import type { Provided } from './provider.ts';

/** What other services own and this one refers to: `subject-service.Subject is known`, with its id. */
export function knownCopies({ database }: Pick<FastifyInstance, 'database'>, targets: readonly string[]): Provided {
  const states = targets.map((target) => [
    `${target} is known`,
    ({ id }: { readonly id?: unknown }) => putCopies(database, [target], [String(id)]),
  ]);
  return { states: Object.fromEntries(states) };
}
