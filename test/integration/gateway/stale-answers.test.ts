import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generateKey } from '../../../shared/auth/index.ts';
import type { ResponseCacheSettings } from '../../../shared/gateway/settings/index.ts';
import { startUpstream, type Upstream } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { type CachingGateway, type Keys, startCachingGateway } from './support/caching-gateway.ts';

const PATH = '/api/v1/things/1';
/** Nobody ever listens there. */
const REFUSING = 'http://127.0.0.1:1';
let keys: Keys;
let upstream: Upstream;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let turn = 0;
const numbered = (_request: IncomingMessage, response: ServerResponse) => {
  turn++;
  response.setHeader('etag', `"v${turn}"`).setHeader('content-type', 'application/json').end(`{"turn":${turn}}`);
};
const failing = (status: number) => (_request: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status).end('{"not":"this"}');

beforeAll(async () => {
  keys = await generateKey('dev', ['*']);
});
beforeEach(async () => {
  answer = numbered;
  upstream = await startUpstream((request, response) => answer(request, response));
});
afterEach(async () => upstream?.[Symbol.asyncDispose]());

const start = (responseCache: Partial<ResponseCacheSettings>) =>
  startCachingGateway({ keys, upstream: upstream.url, responseCache });

async function get(gateway: CachingGateway, headers: Record<string, string> = {}) {
  const response = await gateway.ask(PATH, { headers });
  const { status } = response;
  const [from, age] = [response.headers.get('cache-status'), response.headers.get('age')];
  return { status, from, age, headers: response.headers, text: await response.text() };
}

/** Asks for the first time: what comes is kept for a millisecond. */
async function getFirst(gateway: CachingGateway) {
  const first = await get(gateway);
  expect(first.from).toBe('api-gateway; fwd=miss');
  return first;
}

describe('an answer past its time, while it may serve', () => {
  const responseCache = { ttlMs: 1, staleMs: 60_000 };

  it('is sent at once, and one fresh one is fetched for all who ask, on behalf of one of them', async () => {
    await using gateway = await start(responseCache);
    const first = await getFirst(gateway);
    const held = Promise.withResolvers<ServerResponse>();
    answer = (_request, response) => held.resolve(response);
    const headers = { 'x-request-deadline': '60000', 'x-correlation-id': 'on-behalf-of' };
    const stale = await until(async () => {
      const now = await get(gateway, headers);
      return now.from === 'api-gateway; hit; ttl=-1' && now;
    });
    expect(stale).toMatchObject({ status: 200, text: first.text, age: '0' });
    const all = await Promise.all(Array.from({ length: 20 }, () => get(gateway, headers)));
    expect(new Set(all.map(({ text }) => text))).toEqual(new Set([first.text]));
    const response = await held.promise;
    expect(upstream.requests).toHaveLength(2);
    const [, refresh] = upstream.requests;
    expect(refresh?.headers).toMatchObject({
      'if-none-match': first.headers.get('etag'),
      'x-correlation-id': 'on-behalf-of',
      'x-forwarded-for': '127.0.0.1',
      authorization: expect.stringMatching(/^Bearer /),
    });
    expect(Number(refresh?.headers['x-request-deadline'])).toBeLessThanOrEqual(60_000);
    answer = numbered;
    numbered(response.req, response);
    await until(async () => (await get(gateway)).text !== first.text);
  });

  it('is as good as new when the service says that it has not changed', async () => {
    await using gateway = await start(responseCache);
    const first = await getFirst(gateway);
    answer = (request, response) => {
      const etag = request.headers['if-none-match'];
      response.writeHead(304, { ...(etag !== undefined && { etag }), 'x-news': 'none' }).end();
    };
    const confirmed = await until(async () => {
      const now = await get(gateway);
      return now.headers.get('x-news') === 'none' && now;
    });
    expect(confirmed).toMatchObject({ status: 200, text: first.text });
    expect(confirmed.headers.get('content-length')).toBe(String(first.text.length));
  });

  it('stays while the service fails, and goes when it has another answer', async () => {
    await using gateway = await start(responseCache);
    const first = await getFirst(gateway);
    answer = failing(503);
    await until(async () => {
      expect(await get(gateway)).toMatchObject({ status: 200, text: first.text });
      return upstream.requests.length > 3;
    });
    answer = failing(404);
    await until(async () => (await get(gateway)).status === 404);
  });

  it('is not brought back by a refresh that began before a write', async () => {
    await using gateway = await start(responseCache);
    const first = await getFirst(gateway);
    const held = Promise.withResolvers<ServerResponse>();
    answer = (_request, response) => held.resolve(response);
    await until(async () => (await get(gateway)).text === first.text && upstream.requests.length > 1);
    const response = await held.promise;
    answer = numbered;
    await gateway.ask(PATH, { method: 'PUT' });
    response.setHeader('etag', '"old"').end('old');
    expect((await get(gateway)).from).toBe('api-gateway; fwd=miss');
    expect((await get(gateway)).text).not.toBe('old');
  });

  it.each(['must-revalidate', 'max-age=5, proxy-revalidate'])(
    'does not serve where the service says %s',
    async (said) => {
      await using gateway = await start({ ...responseCache, staleIfErrorMs: 60_000 });
      answer = (request, response) => numbered(request, response.setHeader('cache-control', said));
      await getFirst(gateway);
      await until(async () => (await get(gateway)).from === 'api-gateway; fwd=miss');
      answer = failing(500);
      await until(async () => (await get(gateway)).status === 500);
    },
  );
});

describe('the last good answer', () => {
  const responseCache = { ttlMs: 1, staleIfErrorMs: 60_000 };
  const LAST_GOOD = 'api-gateway; hit; ttl=-1; detail=stale-on-error';

  it.each<[string, () => void, (gateway: CachingGateway) => void]>([
    ['says 500', () => (answer = failing(500)), () => undefined],
    ['says 503', () => (answer = failing(503)), () => undefined],
    ['breaks off', () => (answer = (request) => void request.socket.destroy()), () => undefined],
    ['takes no connections', () => undefined, (gateway) => (gateway.instances = [REFUSING])],
    ['has no instance', () => undefined, (gateway) => (gateway.instances = [])],
    [
      'is silent',
      () => (answer = () => undefined),
      (gateway) => gateway.configure({ responseCache, retries: 0, silenceMs: 50 }),
    ],
  ])('serves when the service %s', async (_what, fail, change) => {
    await using gateway = await start(responseCache);
    const first = await getFirst(gateway);
    fail();
    change(gateway);
    const last = await until(async () => {
      const now = await get(gateway);
      return now.from === LAST_GOOD && now;
    });
    expect(last).toMatchObject({ status: 200, text: first.text, age: expect.stringMatching(/^\d$/) });
    expect(last.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  it('serves while the breaker is open, and makes way for a fresh one', async () => {
    await using gateway = await start(responseCache);
    const first = await getFirst(gateway);
    answer = failing(500);
    await until(async () => {
      const before = upstream.requests.length;
      expect((await get(gateway)).text).toBe(first.text);
      return upstream.requests.length === before && before > 3;
    });
    answer = numbered;
    await until(async () => (await get(gateway)).text !== first.text);
  });

  it('is no client that went away', async () => {
    await using gateway = await start({ ttlMs: 1, staleIfErrorMs: 60_000 });
    await getFirst(gateway);
    answer = failing(503);
    await until(async () => (await get(gateway)).from?.includes('stale-on-error'));
    expect(gateway.log()).toContain('answered with the last good answer');
    expect(gateway.log()).not.toContain('"msg":"aborted"');
  });

  it('hides nothing that the service says of the resource', async () => {
    await using gateway = await start(responseCache);
    await getFirst(gateway);
    answer = failing(404);
    await until(async () => (await get(gateway)).status === 404);
    answer = failing(500);
    expect((await get(gateway)).status).toBe(500);
  });

  it('outlives a write that never left, and no other', async () => {
    await using gateway = await start(responseCache);
    const first = await getFirst(gateway);
    const instances = gateway.instances;
    gateway.instances = [REFUSING];
    expect((await gateway.ask(PATH, { method: 'POST' })).status).toBe(503);
    gateway.instances = [];
    expect((await gateway.ask(PATH, { method: 'DELETE' })).status).toBe(503);
    expect((await get(gateway)).text).toBe(first.text);
    gateway.instances = instances;
    answer = (request) => void request.socket.destroy();
    expect((await gateway.ask(PATH, { method: 'POST' })).status).toBe(502);
    gateway.instances = [];
    await until(async () => (await get(gateway)).status === 503);
  });

  it('is that of the caller, and of nobody else', async () => {
    await using gateway = await start(responseCache);
    await getFirst(gateway);
    gateway.instances = [];
    expect((await gateway.ask(PATH, { subject: 'somebody-else' })).status).toBe(503);
  });
});

describe('a rule', () => {
  it('lets answers be kept on one route alone, and a write through another method ends them', async () => {
    await using gateway = await start({});
    gateway.configure({ routes: [{ path: '/api/v1/things', methods: ['GET'], cache: { ttlMs: 60_000 } }] });
    const first = await get(gateway);
    expect(await get(gateway)).toMatchObject({ from: 'api-gateway; hit', text: first.text });
    const other = await gateway.ask('/api/v1/others/1');
    expect(other.headers.get('cache-status')).toBeNull();
    await gateway.ask(PATH, { method: 'PATCH' });
    expect((await get(gateway)).text).not.toBe(first.text);
  });

  it('keeps nothing of one route where it says so', async () => {
    await using gateway = await start({ ttlMs: 60_000 });
    gateway.configure({
      responseCache: { ttlMs: 60_000 },
      routes: [{ path: '/api/v1/things', cache: { ttlMs: 0 } }],
    });
    expect((await get(gateway)).from).toBeNull();
  });
});
