import { MatchersV3 } from '@pact-foundation/pact';
import { askInstance } from '../gateway/fleet/ask-instance.ts';
import { Documents } from '../gateway/openapi/documents.ts';
import { openWire } from '../http/wire.ts';
import { withClient } from './client-at.ts';
import type { ConsumerPact } from './consumer.ts';

const { boolean, eachLike, like, number, regex } = MatchersV3;
const TIMEOUT_MS = 5_000;

/** What a gateway asks of a service itself, by its own code: what it offers, and how it does. */
export async function looksAt(pact: ConsumerPact, service: string): Promise<void> {
  const document = {
    description: 'what it offers',
    request: { method: 'GET' as const, path: '/openapi.json' },
    response: { status: 200, body: { openapi: regex(/^3\.1\.\d+$/, '3.1.0'), paths: like({}) } },
  };
  const { available } = await pact.asks(document, (url) =>
    withClient(service, url, (client) => new Documents(TIMEOUT_MS).of(service, client)),
  );
  if (!available) throw new Error(`the document of ${service} was not taken`);

  const dependency = { name: like('database'), status: like('ready'), critical: boolean(true), latencyMs: number(1.5) };
  const readiness = {
    description: 'how it does',
    isAnonymous: true,
    request: { method: 'GET' as const, path: '/health/ready' },
    response: {
      status: 200,
      body: { status: regex(/^(ready|degraded)$/, 'ready'), dependencies: eachLike(dependency) },
    },
  };
  const wire = openWire();
  const report = await pact
    .asks(readiness, (url) => askInstance(wire.send, { colour: null, url }))
    .finally(() => wire.close());
  if (report.status !== 'ready') throw new Error(`the readiness of ${service} was not taken: ${report.reason}`);
}
