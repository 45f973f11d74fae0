import { describe, expect, it } from '@jest/globals';
import type { Fleet } from '../../../../cli/config/model.ts';
import type { Engine } from '../../../../cli/runtimes/docker/engine.ts';
import { edgeAddresses, urlAt } from '../../../../cli/runtimes/swarm/addresses.ts';
import type { Manager } from '../../../../cli/runtimes/swarm/manager.ts';
import {
  type ObservedNode,
  type ObservedService,
  type ObservedTask,
  observeSwarm,
} from '../../../../cli/runtimes/swarm/observe.ts';
import { countOf } from '../../../../cli/runtimes/swarm/until-runs.ts';

const node = (id: string, isUp = true): ObservedNode => ({
  id,
  hostname: id,
  address: `10.0.0.${id}`,
  isUp,
  holdsData: false,
});

const task = (nodeId: string, changes: Partial<ObservedTask> = {}): ObservedTask => ({
  id: `task-${nodeId}`,
  service: 'service',
  slot: 1,
  node: nodeId,
  state: 'running',
  isWanted: true,
  error: undefined,
  exitCode: undefined,
  container: 'c0ffee',
  address: '10.0.1.7',
  createdAt: '2026-01-01T00:00:00Z',
  fingerprint: 'now',
  ...changes,
});

const service = (kind: string, tasks: readonly ObservedTask[], replicas?: number) =>
  ({ kind, part: kind, tasks, replicas, taskFingerprint: 'now' }) as unknown as ObservedService;

describe('where a fleet takes requests', () => {
  const manager = { node: '2' } as Manager;
  const nodes = [node('1'), node('2'), node('3'), node('4', false)];

  it('is each node with an edge that runs, first the one whose engine is asked', () => {
    const edge = service('edge', [task('1'), task('2'), task('3', { state: 'starting' }), task('4')]);
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
    expect(countOf(service('service', tasks, 3))).toEqual([1, 3]);
  });

  it('wants one on each node that has one, where the number is not said', () => {
    expect(countOf(service('edge', [task('1'), task('2', { state: 'starting' })]))).toEqual([1, 2]);
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
});
