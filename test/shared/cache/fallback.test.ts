import { expect, it } from '@jest/globals';
import { FallbackCache } from '../../../shared/cache/fallback.ts';
import { MemoryCache } from '../../../shared/cache/memory.ts';
import { runInContext } from '../../../shared/context/index.ts';
import { until } from '../../../shared/testing/until.ts';
import { readableLog } from '../../support/log.ts';

it('a cache that is back is no part of the request that found it away', async () => {
  const { log, lines } = readableLog();
  let isAway = false;
  const remote = new Proxy(new MemoryCache(), {
    get: (_memory, name) => async () => {
      if (isAway && name !== 'close') throw new Error('it is away');
    },
  }) as never;
  const metrics = { call: () => undefined, up: () => undefined };
  const cache = new FallbackCache({ remote, local: new MemoryCache(), log, metrics });
  await cache.start(1_000);
  isAway = true;
  await runInContext({ correlationId: 'c-1' }, async () => {
    for (let call = 0; call < 3; call++) await cache.delete('key');
  });
  isAway = false;
  await until(() => lines.length === 2);
  await cache.close();
  expect(lines.map(({ msg, correlationId }) => [msg, correlationId])).toEqual([
    [expect.stringContaining('the cache is away'), 'c-1'],
    ['the cache is back', undefined],
  ]);
});
