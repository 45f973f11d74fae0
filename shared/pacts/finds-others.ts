import { MatchersV3 } from '@pact-foundation/pact';
import { Directory } from '../registry/index.ts';
import { until } from '../testing/index.ts';
import { log, withClient } from './client-at.ts';
import type { ConfigAsker } from './config-asker.ts';
import type { Asked, ConsumerPact } from './consumer.ts';
import { ETAG } from './etag.ts';

const { eachLike, like } = MatchersV3;

/** The registry is read, and once more when it has changed. */
export async function findsOthers(pact: ConsumerPact, { provider, choosy }: ConfigAsker): Promise<void> {
  const other = { service: 'another-service', id: 'another-service-1', url: 'http://127.0.0.1:9002', version: '1.0.0' };
  const { service: name, id, url, version } = other;
  const instance = { url: like(url), ...(choosy && { id: like(id), version: like(version) }) };
  const list: Asked = {
    description: 'all live instances',
    states: [{ state: 'an instance is registered', params: other }],
    request: { method: 'GET', path: '/registry/services' },
    response: {
      status: 200,
      headers: { etag: ETAG },
      body: { items: eachLike({ name: like(name), instances: eachLike(instance) }) },
    },
  };
  const changed: Asked = {
    ...list,
    description: 'all live instances once they are others',
    request: { ...list.request, headers: { 'if-none-match': '"1"', prefer: 'wait=30' } },
  };
  let news = 0;
  await pact.asks(list, (first) =>
    pact.asks(changed, async (second) => {
      // The first answer is one server's, all others are the other's.
      let asked = 0;
      await withClient(
        provider,
        () => (asked++ === 0 ? first : second),
        async (client) => {
          const directory = new Directory({ client, log });
          directory.onChange(() => news++);
          try {
            await directory.start();
            await until(() => news > 1);
            if (directory.resolve(name) !== url) throw new Error(`${name} has not been found`);
          } finally {
            directory.close();
          }
        },
      );
    }),
  );
}
