import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  startGateway,
  startUpstream,
  type TestGatewayOptions,
  THINGS,
  type Upstream,
} from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { redisMissing, startRedis } from '../../support/redis.ts';

const OTHERS = { path: '/api/v1/others', service: 'things', read: 'things:read' };

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream((_request, response) => void response.end('here'));
});
afterAll(async () => upstream?.[Symbol.asyncDispose]());

const start = (options: Partial<TestGatewayOptions>) =>
  startGateway({ instances: { things: [upstream.url] }, routes: [THINGS, OTHERS], ...options });

const WINDOW = { windowSeconds: 600 };

describe('limits of rules', () => {
  it('count apart from the gateway’s, which all share that have none', async () => {
    const rateLimit = { requests: 2, ...WINDOW };
    await using gateway = await start({
      settings: {
        rateLimit,
        routes: [
          { path: '/api/v1/things/few', rateLimit: { requests: 1 } },
          { path: '/api/v1/things/few/many', methods: ['GET'], rateLimit: { requests: 3 } },
          { path: '/api/v1/things/free', rateLimit: { requests: 0 } },
        ],
      },
    });
    const { authorization: token, url } = gateway;
    const ask = async (path: string, init = {}) => {
      const answer = await fetch(`${url}/api/v1/${path}`, { ...init, headers: { authorization: token } });
      return [answer.status, answer.headers.get('ratelimit')?.match(/r=\d+/)?.[0]];
    };
    expect(await ask('things/few')).toEqual([200, 'r=0']);
    expect(await ask('things/few/one')).toEqual([429, 'r=0']);
    expect(await ask('things')).toEqual([200, 'r=1']);
    expect(await ask('others')).toEqual([200, 'r=0']);
    expect(await ask('things')).toEqual([429, 'r=0']);
    expect(await ask('things/few/many')).toEqual([200, 'r=2']);
    expect(await ask('things/few/many', { method: 'POST' })).toEqual([429, 'r=0']);
    for (let turn = 0; turn < 4; turn++) expect(await ask('things/free')).toEqual([200, undefined]);

    // A shorter window begins anew.
    gateway.configure({ rateLimit: { requests: 2, windowSeconds: 60 } });
    expect(await ask('others')).toEqual([200, 'r=1']);
  });

  it('by address stand before the token: who guesses is stopped', async () => {
    const rateLimit = { requests: 2, by: 'address', ...WINDOW } as const;
    await using gateway = await start({ settings: { rateLimit } });
    const ask = async (authorization: string) => {
      const answer = await fetch(`${gateway.url}/api/v1/things`, { headers: { authorization } });
      return [answer.status, answer.headers.get('ratelimit')?.match(/r=\d+/)?.[0]];
    };
    expect(await ask('Bearer guessed.once.only')).toEqual([401, 'r=1']);
    expect(await ask('Bearer guessed.again.only')).toEqual([401, 'r=0']);
    expect(await ask(gateway.authorization)).toEqual([429, 'r=0']);
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toMatch(
      /^gateway_refused_total\{reason="rate_limited".*\} 1$/m,
    );
    expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
  });
});

const suite = redisMissing === undefined ? describe : describe.skip;
suite(`a limit that must be known for sure, on a real Redis${redisMissing ? `: ${redisMissing}` : ''}`, () => {
  it('lets nobody in while Redis is gone, and all again once it is back', async () => {
    await using redis = await startRedis();
    await using gateway = await start({
      settings: {
        rateLimit: { requests: 100, ...WINDOW, ifCacheIsGone: 'refuse' },
        routes: [{ path: '/api/v1/others', rateLimit: { ifCacheIsGone: 'local' } }],
      },
      environment: { REDIS_URL: redis.url },
    });
    const ask = (path: string) => fetch(`${gateway.url}${path}`, { headers: { authorization: gateway.authorization } });
    const unknown = async () =>
      Number(
        /^gateway_refused_total\{reason="rate_unknown".*\} (\d+)$/m.exec(await (await ask('/metrics')).text())?.[1] ??
          0,
      );
    // A Redis that takes long on a busy machine counts as one that is gone.
    await until(async () => (await ask('/api/v1/things')).status === 200);
    const before = await unknown();
    await redis.kill9();
    try {
      for (let turn = 0; turn < 5; turn++) {
        const refused = await ask('/api/v1/things');
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
        expect(await refused.json()).toMatchObject({ code: 'unavailable' });
        expect((await ask('/api/v1/others')).status).toBe(200);
      }
      expect((await ask('/health/ready')).status).toBe(200);
      expect(await unknown()).toBe(before + 5);
    } finally {
      await redis.restart();
    }
    await until(async () => (await ask('/api/v1/things')).status === 200);
  });

  it('has nothing to be gone in a fleet without Redis', async () => {
    await using gateway = await start({ settings: { rateLimit: { requests: 1, ...WINDOW, ifCacheIsGone: 'refuse' } } });
    const ask = () => fetch(`${gateway.url}/api/v1/things`, { headers: { authorization: gateway.authorization } });
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(429);
  });
});
