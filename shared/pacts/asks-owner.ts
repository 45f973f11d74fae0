import { MatchersV3 } from '@pact-foundation/pact';
import type { FastifyInstance } from 'fastify';
import { type Reference, References } from '../references/index.ts';
import { withClient } from './client-at.ts';
import type { ConsumerPact, State } from './consumer.ts';
import { type Made, NOBODY } from './made.ts';
import { needed } from './needed.ts';
import { referenceOf } from './reference-of.ts';
import { refusedWith } from './refused-with.ts';

/** A reference is looked up by asking its owner in one call, as a command of the service does. */
export async function asksOwner(
  pact: ConsumerPact,
  app: Pick<FastifyInstance, 'database' | 'settings'>,
  references: readonly Reference[],
  field: string,
  made: Made,
): Promise<void> {
  const reference = referenceOf(references, field);
  const { service } = reference;
  const ask = (id: string, which: string, states: readonly State[], items: readonly unknown[]) => {
    const asked = {
      description: `${field}: ${which}`,
      states,
      request: { method: 'GET' as const, path: made.path, query: { 'filter[id][in]': id, limit: '100' } },
      response: { status: 200, body: { items } },
    };
    return pact.asks(asked, (url) =>
      withClient(service, url, (client) => {
        const { database, settings } = app;
        const base = { database, settings, clientOf: () => client, isAway: () => false };
        const resource = { id, version: 1, createdAt: '', updatedAt: '', [field]: id };
        return new References(base, [reference]).check(resource, database);
      }),
    );
  };
  const item = { ...needed(reference, made), id: made.id, version: MatchersV3.integer(1) };
  await ask(made.id, `a ${reference.noun} that is there`, made.states, [item]);
  const none = [{ state: made.absence, params: { id: NOBODY } }];
  await refusedWith('reference_not_found', ask(NOBODY, `a ${reference.noun} that is not there`, none, []));
}
