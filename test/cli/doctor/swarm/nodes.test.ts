import { describe, expect, it } from '@jest/globals';
import { resolveSwarm } from '../../../../cli/config/swarm.ts';
import { architectures } from '../../../../cli/doctor/swarm/architectures.ts';
import { nodes } from '../../../../cli/doctor/swarm/nodes.ts';
import { node, sight } from './support.ts';

const [one, two] = [node('one'), node('two')] as const;
const down = node('three', { isReady: false });
const drained = node('three', { availability: 'drain' });

describe('the look at the nodes of a swarm', () => {
  it('is well where all take tasks, and where somebody has drained one', () => {
    expect(nodes(sight([one]))).toEqual({ status: 'ok', found: '1, which takes tasks' });
    expect(nodes(sight([one, two]))).toEqual({ status: 'ok', found: '2 of 2 take tasks' });
    const others = { status: 'ok', found: '2 of 3 take tasks', details: ['three is drained'] };
    expect(nodes(sight([one, two, drained]))).toEqual(others);
  });

  it('warns of one that is down', () => {
    expect(nodes(sight([one, two, down]))).toMatchObject({
      status: 'warn',
      details: ['three is down'],
      next: expect.stringContaining('docker node rm three'),
    });
  });

  it('warns where the one that is asked has no edge', () => {
    expect(nodes(sight([node('one', { availability: 'pause' }), two]))).toMatchObject({
      status: 'warn',
      found: expect.stringMatching(/^one is asked/),
      details: ['one is paused'],
    });
  });

  it('fails where data is out of reach, and where nobody takes tasks', () => {
    expect(nodes(sight([one, two, down], { postgres: down.id }))).toMatchObject({
      status: 'fail',
      found: 'postgres has its data on three, which is down',
    });
    expect(nodes(sight([one, two], { postgres: 'gone' }))).toMatchObject({
      status: 'fail',
      found: 'postgres has its data on a node that is gone',
    });
    expect(nodes(sight([drained]))).toMatchObject({ status: 'fail', found: 'no node takes tasks' });
  });
});

describe('the look at the architectures of nodes', () => {
  const arm = node('three', { architecture: 'aarch64' });

  it('is well with one, or where the config says on which services run', () => {
    expect(architectures(sight([one, two]), resolveSwarm())).toEqual({ status: 'ok', found: 'x86_64' });
    const constraints = ['node.platform.arch == x86_64'];
    expect(architectures(sight([one, arm]), resolveSwarm({ constraints }))).toMatchObject({ status: 'ok' });
  });

  it('warns of several', () => {
    expect(architectures(sight([one, two, arm]), resolveSwarm())).toEqual({
      status: 'warn',
      found: 'x86_64 (one, two), aarch64 (three); images that are built here run on x86_64 alone',
      next: expect.stringContaining("'node.platform.arch == x86_64'"),
    });
  });
});
