import { describe, expect, it } from '@jest/globals';
import type { Fleet } from '../../../../cli/config/model.ts';
import type { Engine } from '../../../../cli/runtimes/docker/engine.ts';
import { edgeAddresses, urlAt } from '../../../../cli/runtimes/swarm/addresses.ts';
import type { Manager } from '../../../../cli/runtimes/swarm/manager.ts';
import { type ObservedTask, observeSwarm } from '../../../../cli/runtimes/swarm/observe.ts';
import { countOf } from '../../../../cli/runtimes/swarm/until-runs.ts';
import { node, service, task } from './support/observed.ts';

const kindOf = (kind: string, tasks: readonly ObservedTask[], replicas?: number) => service({ kind, tasks, replicas });

describe('where a fleet takes requests', () => {
  const manager = { node: '2' } as Manager;
  const nodes = [node('1'), node('2'), node('3'), node('4', false)];

  it('is each node with an edge that runs, first the one whose engine is asked', () => {
    const edge = kindOf('edge', [task('1'), task('2'), task('3', { state: 'starting' }), task('4')]);
    expect(edgeAddresses(manager, { services: [edge], nodes })).toEqual(['10.0.0.2', '10.0.0.1']);
  });

  it('is where edges would be, while none runs', () => {
    expect(edgeAddresses(manager, { services: [], nodes })).toEqual(['10.0.0.2', '10.0.0.1', '10.0.0.3']);
  });

  it('may have an address of the newer kind', () => {
    expect(urlAt('fd00::1', 8000)).toBe('http://[fd00::1]:8000');
  });
});

describe('how many tasks run', () => {
  it('counts those of the settings of now alone, and of those that are to go on', () => {
    const tasks = [task('1'), task('2', { fingerprint: 'before' }), task('3', { isWanted: false })];
    expect(countOf(kindOf('service', tasks, 3))).toEqual([1, 3]);
  });

  it('wants one on each node that has one, where the number is not said', () => {
    expect(countOf(kindOf('edge', [task('1'), task('2', { state: 'starting' })]))).toEqual([1, 2]);
  });
});

describe('a look at all services', () => {
  it('begins anew where a job has gone meanwhile, of which an engine tells no tasks', async () => {
    const made = (ID: string) => ({ ID, Version: { Index: 1 }, Spec: { TaskTemplate: { ContainerSpec: {} } } });
    const listed = [[made('orders'), made('job')], [made('orders')]];
    const asked: unknown[] = [];
    const engine = {
      listServices: async () => listed.shift(),
      listNodes: async () => [],
      async listTasks({ filters }: { filters: { service: readonly string[] } }) {
        asked.push(filters.service);
        if (filters.service.includes('job'))
          throw Object.assign(new Error('service job not found'), { statusCode: 404 });
        return [];
      },
    } as unknown as Engine;
    const { services } = await observeSwarm(engine, { root: import.meta.dirname } as Fleet);
    expect(services.map(({ id }) => id)).toEqual(['orders']);
    expect(asked).toEqual([['orders', 'job'], ['orders']]);
  });

  it('knows an image by the name that people have for it, beside the id that its tasks are made from', async () => {
    const made = (ID: string, Image: string, Labels = {}) => ({
      ID,
      Version: { Index: 1 },
      Spec: { Labels, TaskTemplate: { ContainerSpec: { Image } } },
    });
    const engine = {
      listServices: async () => [
        made('here', 'sha256:abc', { 'aurora.image': 'shop/orders:1' }),
        made('pushed', 'registry/shop/orders:1@sha256:def'),
      ],
      listNodes: async () => [],
      listTasks: async () => [],
    } as unknown as Engine;
    const { services } = await observeSwarm(engine, { root: import.meta.dirname } as Fleet);
    expect(services.map(({ image }) => image)).toEqual([
      'shop/orders:1@sha256:abc',
      'registry/shop/orders:1@sha256:def',
    ]);
  });
});
