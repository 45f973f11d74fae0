import { describe, expect, it } from '@jest/globals';
import type { Fleet } from '../../../../cli/config/model.ts';
import { resolveSwarm } from '../../../../cli/config/swarm.ts';
import { registry } from '../../../../cli/doctor/swarm/registry.ts';
import type { Engine } from '../../../../cli/runtimes/docker/engine.ts';
import { node } from './support.ts';

const nodes = [node('one'), node('two')];
const self = 'id-one';
const fleetWith = (place?: string, engines: Record<string, string> = {}) =>
  ({
    name: 'shop',
    services: [{ name: 'orders' }],
    images: { registry: place },
    swarm: resolveSwarm({ engines }),
  }) as unknown as Fleet;

/** An engine whose registry answers so. */
function engineSaying(statusCode: number, message: string): Engine {
  const distribution = async () => {
    throw Object.assign(new Error(message), { statusCode, json: { message } });
  };
  return { getImage: () => ({ distribution }) } as unknown as Engine;
}

const look = (statusCode: number, message: string) =>
  registry({ engine: engineSaying(statusCode, message), nodes, self }, fleetWith('registry.example.org/team'));

describe('the look at the registry', () => {
  it('is needed by several nodes, unless each of them can be reached', async () => {
    const engine = {} as Engine;
    expect(await registry({ engine, nodes, self }, fleetWith())).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('2 nodes'),
      details: ['without an address: two', expect.stringContaining('engines: { two: ')],
    });
    expect(await registry({ engine, nodes: [node('one')], self }, fleetWith())).toMatchObject({ status: 'ok' });
    const reached = fleetWith(undefined, { two: 'ssh://deploy@two' });
    expect(await registry({ engine, nodes, self }, reached)).toMatchObject({ status: 'ok' });
    const away = [node('one'), node('two', { isReady: false }), node('three', { availability: 'drain' })];
    expect(await registry({ engine, nodes: away, self }, fleetWith())).toMatchObject({ status: 'ok' });
  });

  it('is well where it answers, also that it has no such image', async () => {
    expect(await look(404, 'manifest unknown')).toEqual({ status: 'ok', found: 'registry.example.org/team answers' });
  });

  it('warns where it asks who that is', async () => {
    expect(await look(401, 'no basic auth credentials')).toMatchObject({
      status: 'warn',
      next: 'docker login registry.example.org',
    });
  });

  it('fails where the engine does not reach it, and says why', async () => {
    expect(await look(500, 'dial tcp: connection refused')).toMatchObject({
      status: 'fail',
      details: ['dial tcp: connection refused'],
    });
  });
});
