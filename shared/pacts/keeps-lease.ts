import { MatchersV3 } from '@pact-foundation/pact';
import type { HttpClient } from '../http/index.ts';
import { Lease } from '../registry/index.ts';
import { until } from '../testing/index.ts';
import { log, withClient } from './client-at.ts';
import type { ConfigAsker } from './config-asker.ts';
import type { Asked, ConsumerPact, State } from './consumer.ts';

/** An instance registers, keeps its lease by heartbeats, registers anew where that has been forgotten, and leaves. */
export async function keepsLease(pact: ConsumerPact, { service, provider }: ConfigAsker): Promise<void> {
  const registration = { service, id: `${service}-1`, url: 'http://127.0.0.1:9001', version: '1.0.0', colour: null };
  const path = `/registry/instances/${registration.id}`;
  const registered: readonly State[] = [{ state: 'an instance is registered', params: registration }];
  const register: Asked = {
    description: 'to register an instance',
    states: [{ state: 'no instance is registered' }],
    request: { method: 'POST', path: '/registry/instances', body: registration },
    // So short that its heartbeats come at once.
    response: { status: 201, body: { ttlSeconds: MatchersV3.number(0.06) } },
  };
  const beat: Asked = {
    description: 'a heartbeat',
    states: registered,
    request: { method: 'PUT', path: `${path}/heartbeat` },
    response: { status: 204 },
  };
  const forgotten: Asked = {
    ...beat,
    description: 'a heartbeat of an instance that has been forgotten',
    states: register.states ?? [],
    response: { status: 404 },
  };
  const leave: Asked = {
    description: 'to deregister an instance',
    states: registered,
    request: { method: 'DELETE', path },
    response: { status: 204 },
  };
  const keep = (asked: readonly Asked[], isDone: (answered: readonly string[]) => boolean) =>
    pact.asks(asked, (url) =>
      withClient(provider, url, async (client) => {
        const answered: string[] = [];
        const lease = new Lease(registration, { client: watched(client, answered), log });
        await until(() => isDone(answered)).finally(() => lease.release());
      }),
    );
  await keep([register, beat, leave], (answered) => answered.includes('PUT 204'));
  await keep(
    [register, forgotten, leave],
    (answered) => answered.filter((each) => each === 'POST 201').length > 1 && answered.includes('PUT 404'),
  );
}

/** A client that notes what was answered: `PUT 204`. */
function watched(client: HttpClient, answered: string[]): HttpClient {
  return {
    ...client,
    async request<T>(request: Parameters<HttpClient['request']>[0]) {
      const answer = await client.request<T>(request);
      answered.push(`${request.method} ${answer.status}`);
      return answer;
    },
  };
}
