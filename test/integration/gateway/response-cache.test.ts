import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKey } from '../../../shared/auth/index.ts';
import { startUpstream, type Upstream } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { redisMissing, type StartedRedis, startRedis } from '../../support/redis.ts';
import { type CachingGatewayOptions, type Keys, startCachingGateway } from './support/caching-gateway.ts';

const responseCache = { ttlMs: 60_000, maxBytes: 65_536 };
let keys: Keys;
let upstream: Upstream;
/** How the service answers; by default with an ETag, and differently each time. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let turn = 0;
const numbered = (_request: IncomingMessage, response: ServerResponse) => {
  response.setHeader('etag', `"v${++turn}"`).setHeader('content-type', 'application/json').end(`{"turn":${turn}}`);
};

beforeAll(async () => {
  keys = await generateKey('dev', ['*']);
  upstream = await startUpstream((request, response) => answer(request, response));
});
afterAll(async () => upstream?.[Symbol.asyncDispose]());

const start = (options: Partial<CachingGatewayOptions> = {}) => {
  answer = numbered;
  return startCachingGateway({ keys, upstream: upstream.url, responseCache, ...options });
};
/** fetch alone would add `Cache-Control: no-cache`. */
const condition = (etag: string) => ({ 'if-none-match': etag, 'cache-control': 'max-age=60' });
type Gateway = Awaited<ReturnType<typeof start>>;

/** Whether the second of two same requests is answered from the cache. */
async function isKept(gateway: Gateway, path: string, init: Parameters<Gateway['ask']>[1] = {}): Promise<boolean> {
  const asked = upstream.requests.length;
  const texts = [];
  for (let time = 0; time < 2; time++) texts.push(await (await gateway.ask(path, init)).text());
  const kept = upstream.requests.length === asked + 1;
  if (kept) expect(texts[1]).toBe(texts[0]);
  return kept;
}

describe('the response cache', () => {
  it('is off unless configured', async () => {
    await using gateway = await start({ responseCache: { ttlMs: 0, maxBytes: 1 } });
    expect(await isKept(gateway, '/api/v1/things/1')).toBe(false);
    expect((await gateway.ask('/api/v1/things/1')).headers.get('cache-status')).toBeNull();
  });

  it('gives the same answer again, marked, with its age, under the correlation id of who asks', async () => {
    await using gateway = await start();
    const first = await gateway.ask('/api/v1/things/1?a=1', { headers: { 'x-correlation-id': 'first-one' } });
    const text = await first.text();
    expect(first.headers.get('cache-status')).toBe('api-gateway; fwd=miss');
    const second = await gateway.ask('/api/v1/things/1?a=1', { headers: { 'x-correlation-id': 'second-one' } });
    expect(second.status).toBe(200);
    expect(await second.text()).toBe(text);
    expect(Object.fromEntries(second.headers)).toMatchObject({
      age: expect.stringMatching(/^[01]$/),
      'cache-status': 'api-gateway; hit',
      'content-type': 'application/json',
      'content-length': String(text.length),
      etag: first.headers.get('etag'),
      date: first.headers.get('date'),
      'x-correlation-id': 'second-one',
    });
  });

  it('answers conditional requests itself', async () => {
    await using gateway = await start();
    const etag = (await gateway.ask('/api/v1/things/1')).headers.get('etag') as string;
    const asked = upstream.requests.length;
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await gateway.ask('/api/v1/things/1', { headers: condition(tag) });
      expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([304, '', etag]);
      expect(answer.headers.get('content-type')).toBeNull();
    }
    const changed = await gateway.ask('/api/v1/things/1', { headers: condition('"other"') });
    expect(changed.status).toBe(200);
    expect(upstream.requests).toHaveLength(asked);
  });

  it('never shows one caller what another was told, nor the same with other grants', async () => {
    await using gateway = await start();
    const as = async (subject: string, ...scopes: string[]) =>
      (await gateway.ask('/api/v1/things/1', { subject, scopes })).text();
    const ann = await as('ann', '*');
    expect(await as('bob', '*')).not.toBe(ann);
    expect(await as('ann', 'things:read')).not.toBe(ann);
    expect(await as('ann', 'things:read', 'others:read')).not.toBe(await as('ann', 'things:read'));
    expect(await as('ann', 'others:read', 'things:read')).toBe(await as('ann', 'things:read', 'others:read'));
    expect(await as('ann', '*')).toBe(ann);
    const asked = upstream.requests.length;
    expect((await gateway.ask('/api/v1/things/1', { subject: 'ann', scopes: ['others:read'] })).status).toBe(403);
    expect((await gateway.ask('/api/v1/things/1', { subject: null })).status).toBe(401);
    expect(upstream.requests).toHaveLength(asked);
  });

  it('tells apart what is asked for', async () => {
    await using gateway = await start();
    const seen = new Set<string>();
    for (const path of [
      '/api/v1/things',
      '/api/v1/things?',
      '/api/v1/things?a=1',
      '/api/v1/things?a=2',
      '/api/v1/others',
    ])
      for (const accept of ['application/json', 'text/html'])
        seen.add(await (await gateway.ask(path, { headers: { accept } })).text());
    expect(seen.size).toBe(10);
  });

  it.each<[string, number, Record<string, string>]>([
    ['without an ETag', 200, {}],
    ['that sets a cookie', 200, { etag: '"1"', 'set-cookie': 'a=b' }],
    ['that is private', 200, { etag: '"1"', 'cache-control': 'max-age=60, private' }],
    ['that is not to be stored', 200, { etag: '"1"', 'cache-control': 'no-store' }],
    ['that is not to be used unasked', 200, { etag: '"1"', 'cache-control': 'No-Cache' }],
    ['that varies with what is not known', 200, { etag: '"1"', vary: 'Accept, X-Tenant' }],
    ['that varies with everything', 200, { etag: '"1"', vary: '*' }],
    ['that is none', 404, { etag: '"1"' }],
    ['that is another 2xx', 203, { etag: '"1"' }],
  ])('keeps no answer %s', async (_what, status, headers) => {
    await using gateway = await start();
    answer = (_request, response) => void response.writeHead(status, headers).end('x');
    expect(await isKept(gateway, '/api/v1/things/1')).toBe(false);
  });

  it.each<[string, RequestInit]>([
    ['HEAD', { method: 'HEAD' }],
    ['a part', { headers: { range: 'bytes=0-1' } }],
    ['a fresh answer', { headers: { 'cache-control': 'no-cache' } }],
    ['to wait', { headers: { prefer: 'wait=1' } }],
  ])('keeps nothing for who wants %s', async (_what, init) => {
    await using gateway = await start();
    expect(await isKept(gateway, '/api/v1/things/1', init)).toBe(false);
  });

  it('keeps nothing for who has no token: signed URLs expire', async () => {
    await using gateway = await start();
    expect(await isKept(gateway, '/api/v1/open', { subject: null })).toBe(false);
  });

  it('keeps no body above the bound, said beforehand or not, and streams it all the same', async () => {
    await using gateway = await start({ responseCache: { ttlMs: 60_000, maxBytes: 1_000 } });
    for (const length of [true, false]) {
      const body = 'x'.repeat(100_000);
      answer = (_request, response) => {
        response.setHeader('etag', '"1"');
        if (length) response.setHeader('content-length', body.length);
        response.write(body.slice(0, 500));
        response.end(body.slice(500));
      };
      expect(await (await gateway.ask(`/api/v1/things?${length}`)).text()).toHaveLength(body.length);
      expect(await isKept(gateway, `/api/v1/things?${length}`)).toBe(false);
    }
  });

  it('keeps a chunked answer whole, byte for byte, and none that was broken off', async () => {
    await using gateway = await start();
    const bytes = Buffer.from(Array.from({ length: 3_000 }, (_, index) => index % 256));
    answer = (_request, response) => {
      response.setHeader('etag', '"1"');
      response.write(bytes.subarray(0, 1_000));
      response.end(bytes.subarray(1_000));
    };
    await (await gateway.ask('/api/v1/things/1')).text();
    const again = await gateway.ask('/api/v1/things/1');
    expect(again.headers.get('cache-status')).toBe('api-gateway; hit');
    expect(Buffer.from(await again.arrayBuffer()).equals(bytes)).toBe(true);

    answer = (_request, response) => {
      response.setHeader('etag', '"1"');
      response.write('half');
      response.socket?.end();
    };
    await expect(gateway.ask('/api/v1/things/2').then((broken) => broken.text())).rejects.toThrow();
    answer = numbered;
    expect((await gateway.ask('/api/v1/things/2')).headers.get('cache-status')).toBe('api-gateway; fwd=miss');
  });

  it('forgets a collection when somebody writes to it, and no other', async () => {
    await using gateway = await start();
    const read = async (path: string) => (await gateway.ask(path)).text();
    const [list, one, other] = [
      await read('/api/v1/things'),
      await read('/api/v1/things/1'),
      await read('/api/v1/others'),
    ];
    await gateway.ask('/api/v1/things/2', { method: 'PATCH', subject: 'somebody' });
    expect(await read('/api/v1/things')).not.toBe(list);
    expect(await read('/api/v1/things/1')).not.toBe(one);
    expect(await read('/api/v1/others')).toBe(other);
  });

  it('does not forget for a write that the service refused, but for one of which nobody knows', async () => {
    await using gateway = await start();
    const read = async () => (await gateway.ask('/api/v1/things')).text();
    const before = await read();
    answer = (_request, response) => void response.writeHead(422).end();
    await gateway.ask('/api/v1/things', { method: 'POST' });
    expect(await read()).toBe(before);
    answer = (request) => void request.socket.destroy();
    expect((await gateway.ask('/api/v1/things', { method: 'POST' })).status).toBe(502);
    answer = numbered;
    await until(async () => (await read()) !== before);
  });

  it('does not keep what was read before a write and comes after it', async () => {
    await using gateway = await start();
    const late = Promise.withResolvers<ServerResponse>();
    answer = (_request, response) => late.resolve(response);
    const reading = gateway.ask('/api/v1/things/1');
    const response = await late.promise;
    answer = numbered;
    await gateway.ask('/api/v1/things/1', { method: 'PUT' });
    response.setHeader('etag', '"old"').end('old');
    expect(await (await reading).text()).toBe('old');
    expect(await (await gateway.ask('/api/v1/things/1')).text()).not.toBe('old');
  });

  it('obeys a shorter time at once, and keeps nothing longer than that', async () => {
    await using gateway = await start();
    const before = await (await gateway.ask('/api/v1/things/1')).text();
    gateway.configure({ responseCache: { ttlMs: 1, maxBytes: 1_000 } });
    await until(async () => (await (await gateway.ask('/api/v1/things/1')).text()) !== before);
  });

  it('shows each answer to the hook, which may change it for this request alone', async () => {
    const seen: number[] = [];
    await using gateway = await start({
      hooks: {
        onResponse(request, _route, { status, headers }) {
          seen.push(status);
          headers['x-for'] = request.context.identity?.subject ?? '';
          headers['x-turn'] = String(seen.length);
        },
      },
    });
    await gateway.ask('/api/v1/things/1');
    const again = await gateway.ask('/api/v1/things/1');
    expect([again.headers.get('cache-status'), again.headers.get('x-turn')]).toEqual(['api-gateway; hit', '2']);
    expect(seen).toEqual([200, 200]);
  });

  it('keeps what the service said, and nothing that a hook made of it', async () => {
    let asked = 0;
    await using gateway = await start({
      hooks: {
        onResponse(_request, _route, { headers }) {
          asked++;
          if (asked === 1) headers['x-first'] = 'yes';
        },
      },
    });
    expect((await gateway.ask('/api/v1/things/1')).headers.get('x-first')).toBe('yes');
    const again = await gateway.ask('/api/v1/things/1');
    expect([again.headers.get('cache-status'), again.headers.get('x-first')]).toEqual(['api-gateway; hit', null]);
  });
});

const suite = redisMissing === undefined ? describe : describe.skip;
suite(`the response cache on a real Redis${redisMissing ? `: ${redisMissing}` : ''}`, () => {
  let redis: StartedRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => redis?.[Symbol.asyncDispose]());

  it('is one for two gateways, writes included, and each its own while Redis is gone', async () => {
    await using one = await start({ redisUrl: redis.url });
    await using two = await start({ redisUrl: redis.url });
    const read = async (gateway: Gateway) => (await gateway.ask('/api/v1/things/1')).text();
    const agree = async (left: Gateway, right: Gateway) => (await read(left)) === (await read(right));
    const first = await read(one);
    await until(async () => (await read(two)) === first);
    await two.ask('/api/v1/things', { method: 'POST' });
    expect(await read(two)).not.toBe(first);
    await until(() => agree(one, two));
    expect(await read(one)).not.toBe(first);

    await redis.kill9();
    try {
      await until(() => agree(one, one));
      await one.ask('/api/v1/things', { method: 'POST' });
      const after = await read(one);
      await until(() => agree(two, two));
      expect(await read(two)).not.toBe(after);
    } finally {
      await redis.restart();
    }
    await until(() => agree(one, two));
  });
});
