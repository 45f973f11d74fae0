import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startGateway, startUpstream, type TestGateway, type Upstream } from '../../../shared/gateway/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

let upstream: Upstream;
let gateway: TestGateway;
beforeAll(async () => {
  upstream = await startUpstream((_request, response) => response.end('{}'));
  gateway = await startGateway({
    instances: { things: [upstream.url] },
    environment: { TRUSTED_PROXIES: '127.0.0.9, localhost' },
  });
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await upstream?.[Symbol.asyncDispose]();
});

const SAID = ['X-Forwarded-For: 6.6.6.6, 203.0.113.9', 'X-Forwarded-Host: shop.example', 'X-Forwarded-Proto: https'];

/** What the service hears of who asked. */
async function heard(from: string, ...lines: string[]) {
  using client = await RawClient.to(gateway.url, from);
  const { authorization } = gateway;
  client.send('GET /api/v1/things HTTP/1.1', 'Host: gateway', `Authorization: ${authorization}`, ...lines, '', '');
  await client.until(/\{\}$/);
  const { headers } = upstream.requests.at(-1) ?? {};
  return ['for', 'host', 'proto'].map((name) => headers?.[`x-forwarded-${name}`]);
}

it('tells services what a trusted proxy says of its client, and nobody else', async () => {
  gateway.configure({ trustedProxies: ['127.0.0.2'] });
  expect(await heard('127.0.0.2', ...SAID)).toEqual(['203.0.113.9', 'shop.example', 'https']);
  expect(await heard('127.0.0.3', ...SAID)).toEqual(['127.0.0.3', 'gateway', 'http']);
  gateway.configure({ trustedProxies: ['127.0.0.3/32'] });
  expect(await heard('127.0.0.2', ...SAID)).toEqual(['127.0.0.2', 'gateway', 'http']);
  expect(await heard('127.0.0.3', ...SAID)).toEqual(['203.0.113.9', 'shop.example', 'https']);
});

it('trusts whom its environment names, whatever the settings list', async () => {
  gateway.configure({});
  expect(await heard('127.0.0.9', ...SAID)).toEqual(['203.0.113.9', 'shop.example', 'https']);
  // By its name.
  expect(await heard('127.0.0.1', ...SAID)).toEqual(['203.0.113.9', 'shop.example', 'https']);
  expect(await heard('127.0.0.3', ...SAID)).toEqual(['127.0.0.3', 'gateway', 'http']);
});

it('counts each client behind a trusted proxy by itself', async () => {
  gateway.configure({
    trustedProxies: ['127.0.0.2'],
    rateLimit: { requests: 2, windowSeconds: 600, by: 'address', ifCacheIsGone: 'local' },
  });
  const status = async (from: string, client: string) => {
    using connection = await RawClient.to(gateway.url, from);
    connection.send(
      'GET /api/v1/things HTTP/1.1',
      'Host: x',
      `X-Forwarded-For: ${client}`,
      `Authorization: ${gateway.authorization}`,
      '',
      '',
    );
    await connection.until(/\r\n\r\n.*\}$/s);
    return Number(/^HTTP\/1.1 (\d+)/.exec(connection.received)?.[1]);
  };
  const all = [];
  for (const client of ['203.0.113.1', '203.0.113.1', '203.0.113.1', '203.0.113.2'])
    all.push(await status('127.0.0.2', client));
  expect(all).toEqual([200, 200, 429, 200]);
  const strangers = [];
  for (const client of ['203.0.113.5', '203.0.113.6', '203.0.113.7']) strangers.push(await status('127.0.0.3', client));
  expect(strangers).toEqual([200, 200, 429]);
});
