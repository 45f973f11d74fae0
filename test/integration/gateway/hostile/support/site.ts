import { expect } from '@jest/globals';
import { startGateway, type TestGateway, type TestSettings } from '../../../../../shared/gateway/testing/index.ts';
import { until } from '../../../../../shared/testing/index.ts';
import { RawClient } from '../../../../support/raw-client.ts';
import { type Answer, answersIn } from './answers.ts';
import { get, type HostileCase, OPEN } from './case.ts';
import { type Behaviour, type RawUpstream, startRawUpstream } from './raw-upstream.ts';

/** A gateway before a service that believes nothing. */
export interface Site extends AsyncDisposable {
  readonly gateway: TestGateway;
  readonly upstream: RawUpstream;
}

const ROUTES = [
  { path: OPEN, service: 'things', read: null, write: null },
  { path: '/api/v1/things', service: 'things', read: 'things:read', write: 'things:write' },
];

export async function startSite(behaviour: Behaviour = {}, settings: TestSettings = {}): Promise<Site> {
  const upstream = await startRawUpstream(behaviour);
  const gateway = await startGateway({ instances: { things: [upstream.url] }, routes: ROUTES, settings });
  return {
    gateway,
    upstream,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

/** Follows each case over its connection: it is served if and only if both sides agree where the case ended. */
const NEXT = `GET ${OPEN}/next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;

/** Sends a case and holds what comes back and what got through against what it says. */
export async function run({ gateway, upstream }: Site, hostile: HostileCase): Promise<void> {
  upstream.forget();
  const answers = await exchange(gateway.url, hostile.bytes + NEXT, [hostile.bytes.split(' ', 1)[0] ?? '']);
  // Whatever was still on its way to the service is there, or cut off, once this is.
  await exchange(gateway.url, get('Connection: close', 'X-Probe: 1'));
  await until(() => upstream.midway === 0);

  const next = (hostile.is === 'refused' || hostile.is === 'passes') && !hostile.closes;
  const own = hostile.is === 'dropped' ? [] : [hostile.status ?? 200];
  expect(answers.map(({ status }) => status)).toEqual(next ? [...own, 200] : own);
  if (hostile.status !== undefined && !hostile.bare) {
    expect(answers[0]).toMatchObject({
      headers: { 'content-type': expect.stringMatching('^application/problem\\+json') },
    });
    expect(JSON.parse(answers[0]?.body ?? '')).toMatchObject({ status: hostile.status });
  }
  expect(upstream.faults).toEqual([]);
  expect(upstream.cutOff.length).toBeLessThanOrEqual(hostile.cut ? 1 : 0);
  const seen = upstream.requests.filter(({ headers }) => headers['x-probe'] === undefined);
  expect(seen).toEqual([
    ...(hostile.is === 'passes' ? [expect.objectContaining(ofOne(hostile))] : []),
    ...(next ? [expect.objectContaining({ method: 'GET', target: `${OPEN}/next`, body: '' })] : []),
  ]);
  for (const [name, value] of Object.entries(hostile.seen?.headers ?? {}))
    expect({ [name]: seen[0]?.headers[name] }).toEqual({
      [name]: value instanceof RegExp ? expect.stringMatching(value) : value,
    });
}

function ofOne({ seen: { headers: _, ...seen } = {} }: HostileCase) {
  return { body: '', ...seen };
}

/** What comes back for `bytes` until the connection is closed. */
export async function exchange(url: string, bytes: string, methods: readonly string[] = []): Promise<Answer[]> {
  using client = await RawClient.to(url);
  client.send(bytes);
  return answersIn(await client.closed(), methods);
}
