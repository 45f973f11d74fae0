import { MatchersV3 } from '@pact-foundation/pact';
import { type Referrer, requireReleased } from '../references/index.ts';
import { withClient } from './client-at.ts';
import type { ConsumerPact, State } from './consumer.ts';
import type { Made } from './made.ts';
import { refusedWith } from './refused-with.ts';

/**
 * Before a resource is deleted its referrers are asked, by the code that commands use.
 * @param held the id that `made` refers to
 */
export async function asksReferrer(
  pact: ConsumerPact,
  referrers: readonly Referrer[],
  { service, path, field }: Pick<Referrer, 'service' | 'path' | 'field'>,
  held: string,
  made: Made,
): Promise<void> {
  const referrer = referrers.find((each) => each.service === service && each.path === path && each.field === field);
  if (!referrer) throw new Error(`${path} of ${service} is not asked by ${field}`);
  const { nouns } = referrer;
  const ask = (which: string, states: readonly State[], items: unknown) => {
    const asked = {
      description: `${nouns} by their ${field}: ${which}`,
      states,
      request: { method: 'GET' as const, path, query: { [`filter[${field}]`]: held, limit: '1' } },
      response: { status: 200, body: { items } },
    };
    return pact.asks(asked, (url) =>
      withClient(service, url, (client) => requireReleased({ clientOf: () => client }, [referrer], held)),
    );
  };
  await refusedWith('reference_restricted', ask('one refers', made.states, MatchersV3.eachLike({}, 1)));
  await ask('none refers', [{ state: made.absence }], []);
}
