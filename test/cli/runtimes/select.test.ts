import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { selectRuntime } from '../../../cli/runtimes/select.ts';
import { fleetOf } from './support/fleet.ts';

const { DOCKER_HOST } = process.env;
beforeAll(() => {
  process.env.DOCKER_HOST = 'unix:///nowhere/docker.sock';
});
afterAll(() => {
  if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = DOCKER_HOST;
});

describe('the runtime', () => {
  it('is found where nothing is asked for, with a reason', async () => {
    const { runtime, because } = await selectRuntime(fleetOf());
    expect([runtime.name, because]).toEqual(['process', 'it needs nothing but Node']);
  });

  it('says what keeps Docker from being used', async () => {
    await expect(selectRuntime(fleetOf(), 'docker')).rejects.toMatchObject({
      code: 'runtime_unavailable',
      details: ['docker: no engine answers at unix:///nowhere/docker.sock'],
    });
  });

  it('is what the flag says, else what the config says', async () => {
    const asked = await selectRuntime(fleetOf(undefined, { runtime: 'docker' }), 'process');
    expect(asked.because).toBe('asked for by --runtime or AURORA_RUNTIME');
    expect((await selectRuntime(fleetOf(undefined, { runtime: 'process' }))).because).toBe('asked for by the config');
  });

  it('is refused with a reason where there is none', async () => {
    await expect(selectRuntime(fleetOf(), 'swarm')).rejects.toMatchObject({
      code: 'runtime_unavailable',
      details: ['swarm: no engine answers at unix:///nowhere/docker.sock'],
    });
  });
});
