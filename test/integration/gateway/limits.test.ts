import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReadinessReport } from '../../../shared/app/index.ts';
import { generateKey } from '../../../shared/auth/index.ts';
import { startUpstream, type Upstream } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { REDIS_PASSWORD, redisMissing, type StartedRedis, startRedis } from '../../support/redis.ts';
import {
  type CachingGateway,
  type CachingGatewayOptions,
  type Keys,
  startCachingGateway,
} from './support/caching-gateway.ts';

let keys: Keys;
let upstream: Upstream;
beforeAll(async () => {
  keys = await generateKey('dev', ['*']);
  upstream = await startUpstream((_request, response) => void response.end('here'));
});
afterAll(async () => upstream?.[Symbol.asyncDispose]());

const start = (options: Partial<CachingGatewayOptions>) =>
  startCachingGateway({ keys, upstream: upstream.url, ...options });
const readiness = async (gateway: CachingGateway) =>
  (await (await gateway.ask('/health/ready')).json()) as ReadinessReport;
const limited = (answer: Response) => ({
  status: answer.status,
  policy: answer.headers.get('ratelimit-policy'),
  limit: answer.headers.get('ratelimit'),
});

describe('a limit of the gateway', () => {
  it('is off unless configured', async () => {
    await using gateway = await start({});
    expect(limited(await gateway.ask('/api/v1/things'))).toEqual({ status: 200, policy: null, limit: null });
  });

  it('tells in each answer what is left, then refuses and says when to come again', async () => {
    await using gateway = await start({ rateLimit: { requests: 2, windowSeconds: 600 } });
    const left = async () => limited(await gateway.ask('/api/v1/things'));
    const policy = '"default";q=2;w=600';
    expect(await left()).toEqual({ status: 200, policy, limit: expect.stringMatching(/^"default";r=1;t=(600|599)$/) });
    expect(await left()).toEqual({ status: 200, policy, limit: expect.stringMatching(/^"default";r=0;t=\d+$/) });
    const asked = upstream.requests.length;
    const refused = await gateway.ask('/api/v1/things', { method: 'POST', body: 'x'.repeat(100_000) });
    expect(limited(refused)).toEqual({ status: 429, policy, limit: expect.stringMatching(/^"default";r=0;t=\d+$/) });
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(590);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(upstream.requests).toHaveLength(asked);
  });

  it('begins anew with the next window', async () => {
    await using gateway = await start({ rateLimit: { requests: 1, windowSeconds: 1 } });
    const status = async () => (await gateway.ask('/api/v1/things')).status;
    await status();
    await until(async () => (await status()) === 429);
    await until(async () => (await status()) === 200);
  });

  it('is each subject’s own, whatever its token; who has no token is counted by address', async () => {
    await using gateway = await start({ rateLimit: { requests: 1, windowSeconds: 600 } });
    const status = async (...call: Parameters<typeof gateway.ask>) => (await gateway.ask(...call)).status;
    expect(await status('/api/v1/things', { subject: 'ann' })).toBe(200);
    expect(await status('/api/v1/others', { subject: 'ann', scopes: ['others:read'] })).toBe(429);
    expect(await status('/api/v1/things', { subject: 'bob' })).toBe(200);
    expect(await status('/api/v1/open', { subject: null })).toBe(200);
    expect(await status('/api/v1/open', { subject: null })).toBe(429);
  });

  it('counts neither questions after health nor requests without a valid token', async () => {
    await using gateway = await start({ rateLimit: { requests: 1, windowSeconds: 600 } });
    for (let turn = 0; turn < 3; turn++) {
      expect((await gateway.ask('/health', { subject: null })).status).toBe(200);
      expect((await gateway.ask('/health/ready', { subject: null })).status).toBe(200);
      expect((await gateway.ask('/api/v1/things', { subject: null })).status).toBe(401);
    }
  });

  it('changes while the gateway runs', async () => {
    await using gateway = await start({ rateLimit: { requests: 1, windowSeconds: 600 } });
    await gateway.ask('/api/v1/things');
    expect((await gateway.ask('/api/v1/things')).status).toBe(429);
    gateway.configure({ rateLimit: { requests: 0, windowSeconds: 600 } });
    expect((await gateway.ask('/api/v1/things')).status).toBe(200);
  });
});

const suite = redisMissing === undefined ? describe : describe.skip;
suite(`a limit on a real Redis${redisMissing ? `: ${redisMissing}` : ''}`, () => {
  let redis: StartedRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => redis?.[Symbol.asyncDispose]());

  it('is one for two gateways, each for itself while Redis is gone, and one again', async () => {
    const rateLimit = { requests: 4, windowSeconds: 600 };
    await using one = await start({ redisUrl: redis.url, rateLimit });
    await using two = await start({ redisUrl: redis.url, rateLimit });
    const statuses = async (turns: number) => {
      const seen: number[] = [];
      for (let turn = 0; turn < turns; turn++)
        for (const gateway of [one, two]) seen.push((await gateway.ask('/api/v1/things')).status);
      return seen;
    };
    const cacheOf = async (gateway: CachingGateway) => {
      const { status, dependencies } = await readiness(gateway);
      return { status, cache: dependencies.find(({ name }) => name === 'cache') };
    };
    expect(await statuses(3)).toEqual([200, 200, 200, 200, 429, 429]);
    expect(await cacheOf(one)).toMatchObject({ status: 'ready', cache: { status: 'up', critical: false } });

    await redis.kill9();
    try {
      expect(await statuses(5)).toEqual([...Array(8).fill(200), 429, 429]);
      await until(async () => (await cacheOf(one)).status === 'degraded');
      expect((await cacheOf(one)).cache).toMatchObject({ status: 'down', critical: false });
      expect((await one.ask('/health/ready')).status).toBe(200);
      expect(await (await fetch(`${one.url}/metrics`)).text()).toMatch(/^cache_up\{.*\} 0$/m);
    } finally {
      await redis.restart();
    }
    await until(async () => (await cacheOf(one)).status === 'ready' && (await cacheOf(two)).status === 'ready');
    expect(await statuses(3)).toEqual([200, 200, 200, 200, 429, 429]);
    expect(await (await fetch(`${one.url}/metrics`)).text()).toMatch(/^cache_up\{.*\} 1$/m);
  });

  it('goes on while Redis is frozen: only the first requests wait for it, and not for long', async () => {
    await using gateway = await start({ redisUrl: redis.url, rateLimit: { requests: 500, windowSeconds: 600 } });
    expect((await gateway.ask('/api/v1/things')).status).toBe(200);
    redis.freeze();
    try {
      for (let turn = 0; turn < 50; turn++) expect((await gateway.ask('/api/v1/things')).status).toBe(200);
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      expect(metrics).toMatch(/^cache_call_duration_seconds_count\{.*outcome="failed".*\} 3$/m);
    } finally {
      redis.thaw();
    }
    await until(async () => (await readiness(gateway)).status === 'ready');
  });

  it('leaves nothing in Redis or in logs that tells who asked', async () => {
    const options = { redisUrl: redis.url, responseCache: { ttlMs: 60_000, maxBytes: 1_000 } };
    await using gateway = await start({ ...options, rateLimit: { requests: 100, windowSeconds: 600 } });
    await gateway.ask('/api/v1/things?q=private-question', { subject: 'ann-of-green-gables' });
    await gateway.ask('/api/v1/open', { subject: null });
    const names = await redis.cli('keys', '*');
    expect(names).toMatch(/^test:development:rate:600:[\w-]{43}$/m);
    expect(names).not.toMatch(/ann-of-green|127\.0\.0\.1|private-question|eyJ/);
    await redis.kill9();
    try {
      for (let turn = 0; turn < 5; turn++) await gateway.ask('/api/v1/things');
      expect(gateway.log()).toContain('the cache is away');
      expect(gateway.log()).not.toMatch(new RegExp(`${REDIS_PASSWORD}|eyJ|private-question`));
    } finally {
      await redis.restart();
    }
  });
});
