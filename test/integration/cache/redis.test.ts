import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectCache, type FallbackCache } from '../../../shared/cache/index.ts';
import { RedisCache } from '../../../shared/cache/redis.ts';
import { until } from '../../../shared/testing/index.ts';
import { conformance } from '../../shared/cache/conformance.ts';
import { readableLog } from '../../support/log.ts';
import { REDIS_PASSWORD, redisMissing, type StartedRedis, startRedis } from '../../support/redis.ts';

const suite = redisMissing === undefined ? describe : describe.skip;
const LONG_MS = 600_000;

suite(`a real Redis${redisMissing ? `: ${redisMissing}` : ''}`, () => {
  let redis: StartedRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => redis?.[Symbol.asyncDispose]());

  describe('as every cache', () => {
    let cache: RedisCache;
    beforeAll(async () => {
      cache = new RedisCache({ url: redis.url, prefix: 'conformance:', name: 'test' });
      await cache.connect();
    });
    afterAll(() => cache?.close());
    conformance(() => cache);
  });

  describe('with memory behind it', () => {
    const open: FallbackCache[] = [];
    beforeEach(async () => void (await redis.cli('flushall')));
    afterEach(async () => void (await Promise.all(open.splice(0).map((cache) => cache.close()))));

    async function connect({ fleet = 'test', url = redis.url } = {}) {
      const { log, lines } = readableLog();
      const calls: string[] = [];
      const ups: boolean[] = [];
      const metrics = {
        call: (...call: unknown[]) => void calls.push(call.slice(0, 2).join(' ')),
        up: (up: boolean) => void ups.push(up),
      };
      const cache = await connectCache({ url, fleet, environment: 'development', service: 'gateway', log, metrics });
      open.push(cache);
      return { cache, lines, calls, ups };
    }
    const isUp = (cache: FallbackCache) => () =>
      cache.check().then(
        () => true,
        () => false,
      );
    const isAway = (cache: FallbackCache) => () =>
      cache.check().then(
        () => false,
        () => true,
      );

    it('keeps fleets apart, and shares one among the processes of a fleet', async () => {
      const [one, two, other] = await Promise.all([connect(), connect(), connect({ fleet: 'other' })]);
      await one.cache.increment('key', LONG_MS);
      expect(await two.cache.increment('key', LONG_MS)).toMatchObject({ count: 2 });
      expect(await other.cache.increment('key', LONG_MS)).toMatchObject({ count: 1 });
      expect((await redis.cli('keys', '*')).split('\n').sort()).toEqual([
        'other:development:key',
        'test:development:key',
      ]);
      expect(one.ups).toEqual([true]);
    });

    it('is killed: calls are answered by memory, one line tells it, one that it is back', async () => {
      const { cache, lines, ups, calls } = await connect();
      await cache.set('key', 'remote', LONG_MS);
      await redis.kill9();
      try {
        for (let call = 1; call <= 10; call++)
          expect(await cache.increment('count', LONG_MS)).toMatchObject({ count: call });
        await cache.set('key', 'local', LONG_MS);
        expect(String((await cache.get(['key']))[0])).toBe('local');
        await expect(cache.check()).rejects.toThrow();
        expect(calls.filter((call) => call.endsWith('failed'))).toHaveLength(3);
      } finally {
        await redis.restart();
      }
      await until(isUp(cache));
      expect(await cache.increment('count', LONG_MS)).toMatchObject({ count: 1 });
      expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
        ['warn', expect.stringContaining('the cache is away')],
        ['info', 'the cache is back'],
      ]);
      expect(ups).toEqual([true, false, true]);
    });

    it('is frozen: after the first failures nobody waits for it, and it is asked again once it moves', async () => {
      const { cache, calls, lines } = await connect();
      redis.freeze();
      try {
        for (let call = 1; call <= 1_000; call++)
          expect(await cache.increment('count', LONG_MS)).toMatchObject({ count: call });
        expect(calls.filter((call) => call === 'increment failed')).toHaveLength(3);
        await expect(cache.check()).rejects.toThrow('no answer within');
      } finally {
        redis.thaw();
      }
      await until(isUp(cache));
      expect((await cache.increment('count', LONG_MS)).leftMs).toBeLessThanOrEqual(LONG_MS);
      expect(calls.at(-1)).toBe('increment answered');
      expect(lines).toHaveLength(2);
    });

    it('is not there at the start: it is taken when it comes', async () => {
      await redis.kill9();
      try {
        const { cache, lines } = await connect();
        expect(await cache.increment('count', LONG_MS)).toMatchObject({ count: 1 });
        await expect(cache.check()).rejects.toThrow('ECONNREFUSED');
        expect(lines).toHaveLength(1);
        await redis.restart();
        await until(isUp(cache));
        expect(lines).toHaveLength(2);
      } finally {
        if (await isGone(redis)) await redis.restart();
      }
    });

    it('refuses the password: it is told why, without the password', async () => {
      const wrong = 'not-the-password-77';
      const { cache, lines } = await connect({ url: redis.url.replace(REDIS_PASSWORD, wrong) });
      await until(isAway(cache));
      expect(await cache.increment('count', LONG_MS)).toMatchObject({ count: 1 });
      await expect(cache.check()).rejects.toThrow(/WRONGPASS|NOAUTH/);
      expect(JSON.stringify(lines)).not.toMatch(wrong);
    });

    it('keeps no process alive, and closes while it is frozen', async () => {
      const { cache } = await connect();
      redis.freeze();
      try {
        await cache.close();
      } finally {
        redis.thaw();
      }
    });
  });
});

async function isGone(redis: StartedRedis): Promise<boolean> {
  return !(await redis.cli('ping')).includes('PONG');
}
