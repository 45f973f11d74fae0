import { describe, expect, it } from '@jest/globals';
import { selectRuntime } from '../../../cli/runtimes/select.ts';
import { fleetOf } from './support/fleet.ts';

describe('the runtime', () => {
  it('is found where nothing is asked for, with a reason', async () => {
    const { runtime, because } = await selectRuntime(fleetOf());
    expect([runtime.name, because]).toEqual(['process', 'it needs nothing but Node']);
  });

  it('is what the flag says, else what the config says', async () => {
    const asked = await selectRuntime(fleetOf(undefined, { runtime: 'docker' }), 'process');
    expect(asked.because).toBe('asked for by --runtime or AURORA_RUNTIME');
    expect((await selectRuntime(fleetOf(undefined, { runtime: 'process' }))).because).toBe('asked for by the config');
  });

  it('is refused with a reason where there is none', async () => {
    await expect(selectRuntime(fleetOf(), 'swarm')).rejects.toMatchObject({
      code: 'runtime_unavailable',
      details: ['swarm: this version does not have it'],
    });
  });
});
