import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linkOver } from '../../../shared/app/workers/link.ts';
import { CacheKeptElsewhere, type FallbackCache, reachCache } from '../../../shared/cache/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { conformance } from '../../shared/cache/conformance.ts';
import { readableLog } from '../../support/log.ts';

const KEEPER = fileURLToPath(new URL('./support/keeper-process.ts', import.meta.url));
const LONG_MS = 600_000;

let primary: ChildProcess;
beforeAll(async () => {
  primary = fork(KEEPER, { execArgv: [], serialization: 'advanced' });
  await once(primary, 'spawn');
});
afterAll(async () => {
  const exited = once(primary, 'exit');
  primary.kill('SIGKILL');
  await exited;
});

describe('the cache that workers share, as every cache', () => {
  let cache: CacheKeptElsewhere;
  beforeAll(() => {
    cache = new CacheKeptElsewhere(linkOver(primary).cache);
  });
  conformance(() => cache);
});

describe('the cache that workers share, when the primary', () => {
  const isUp = (cache: FallbackCache) => () =>
    cache.check().then(
      () => true,
      () => false,
    );

  it('is frozen: answers come from memory, and from the primary once it moves', async () => {
    const { log, lines } = readableLog();
    const metrics = { call: () => undefined, up: () => undefined };
    const cache = await reachCache({ ask: linkOver(primary).cache, log, metrics });
    try {
      await until(isUp(cache));
      primary.kill('SIGSTOP');
      for (let call = 1; call <= 200; call++)
        expect(await cache.increment('frozen', LONG_MS)).toMatchObject({ count: call });
      await expect(cache.check()).rejects.toThrow('no answer within');
      primary.kill('SIGCONT');
      await until(isUp(cache));
      // It has counted only what it was asked before it was left alone.
      await until(async () => (await cache.increment('frozen', LONG_MS)).count < 100);
      expect(lines.map(({ msg }) => msg)).toEqual([expect.stringContaining('the cache is away'), 'the cache is back']);
    } finally {
      primary.kill('SIGCONT');
      await cache.close();
    }
  });
});
