import { describe, expect, it } from '@jest/globals';
import { cache } from '../../../cli/doctor/cache.ts';
import type { FleetStatus } from '../../../cli/runtimes/contract.ts';

const statusWith = (...infrastructure: FleetStatus['infrastructure']) => ({ infrastructure }) as FleetStatus;
const look = (runtime: 'auto' | 'docker', status: FleetStatus | null, env = {}) =>
  cache({ runtime }, status, env).look();

describe('the look at the cache', () => {
  it('is well where it runs, was given, or comes with Docker', async () => {
    const detail = '127.0.0.1:6379, given by REDIS_URL';
    expect(await look('auto', statusWith({ name: 'cache', status: 'ready', detail }))).toEqual({
      status: 'ok',
      found: detail,
    });
    expect(await look('auto', null, { REDIS_URL_FILE: '/run/redis' })).toMatchObject({ status: 'ok' });
    expect(await look('docker', null)).toMatchObject({ status: 'ok' });
  });

  it('warns, for services do without it', async () => {
    expect(await look('auto', statusWith({ name: 'redis', status: 'down' }))).toMatchObject({ status: 'warn' });
    const missing = await look('auto', statusWith());
    expect(missing).toMatchObject({ status: 'warn', next: expect.stringContaining('REDIS_URL=') });
  });
});
