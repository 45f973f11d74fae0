import { describe, expect, it } from '@jest/globals';
import { edgeAddresses, urlAt } from '../../../../cli/runtimes/swarm/addresses.ts';
import type { Manager } from '../../../../cli/runtimes/swarm/manager.ts';
import type { ObservedTask } from '../../../../cli/runtimes/swarm/observe.ts';
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
