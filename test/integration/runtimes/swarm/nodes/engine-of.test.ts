import { describe, expect, it } from '@jest/globals';
import { resolveSwarm } from '../../../../../cli/config/swarm.ts';
import { engineOf } from '../../../../../cli/runtimes/swarm/nodes/engine-of.ts';
import { otherEngines } from '../../../../../cli/runtimes/swarm/nodes/other-engines.ts';
import { node } from '../../../../cli/runtimes/swarm/support/observed.ts';
import { saying, startToyEngine } from './support/toy-engine.ts';

const nodes = [node('one'), node('two'), node('three')];
const [, two] = nodes as [unknown, (typeof nodes)[0]];
const engineIn = (Swarm: object) => startToyEngine({ '/info': saying({ Swarm }) });

describe('the engine of a node', () => {
  it('is the one at its address, where DOCKER_HOST is another', async () => {
    await using toy = await engineIn({ NodeID: 'two' });
    const before = process.env.DOCKER_HOST;
    const { engine, address } = await engineOf(two, toy.address, nodes);
    expect(address).toBe(toy.address);
    expect(await engine.info()).toEqual({ Swarm: { NodeID: 'two' } });
    expect(process.env.DOCKER_HOST).toBe(before);
  });

  it('is not that of another node, nor one of no swarm', async () => {
    await using other = await engineIn({ NodeID: 'three' });
    await expect(engineOf(two, other.address, nodes)).rejects.toMatchObject({
      code: 'wrong_engine',
      message: `The address of two leads to the engine of three: ${other.address}.`,
      facts: { node: 'two', found: 'three' },
    });
    await using alone = await engineIn({ NodeID: '', LocalNodeState: 'inactive' });
    await expect(engineOf(two, alone.address, nodes)).rejects.toMatchObject({
      code: 'wrong_engine',
      message: expect.stringContaining('an engine that is not in this swarm'),
    });
  });

  it('is missed with its node, its address and what to do, where nobody answers or only with an error', async () => {
    await expect(engineOf(two, 'unix:///nowhere/docker.sock', nodes)).rejects.toMatchObject({
      code: 'engine_unreachable',
      message: 'The engine of two is not reached at unix:///nowhere/docker.sock.',
      details: ['no engine answers at unix:///nowhere/docker.sock'],
      next: expect.stringContaining('docker -H unix:///nowhere/docker.sock info'),
    });
    await using broken = await startToyEngine({
      '/info': (response) => response.writeHead(500).end('{"message":"no disk"}'),
    });
    await expect(engineOf(two, broken.address, nodes)).rejects.toMatchObject({
      code: 'engine_refused',
      details: ['no disk'],
    });
  });

  it('is given up where it takes a request and says nothing', async () => {
    await using silent = await startToyEngine({ '/info': () => undefined });
    await expect(engineOf(two, silent.address, nodes, 50)).rejects.toMatchObject({
      code: 'engine_unreachable',
      details: ['no answer within 0.05 s'],
    });
  });
});

describe('the engines of all other nodes', () => {
  const fleet = (engines: Record<string, string>, registry?: string) => ({
    images: registry === undefined ? {} : { registry },
    swarm: resolveSwarm({ engines }),
  });

  it('need an address each, but for nodes that take no tasks', async () => {
    await using toy = await engineIn({ NodeID: 'two' });
    const found = await otherEngines({ node: 'one' }, fleet({ two: toy.address }), [
      node('one'),
      node('two'),
      node('three', false),
    ]);
    expect(found.map(({ node: { hostname } }) => hostname)).toEqual(['two']);
    await expect(otherEngines({ node: 'one' }, fleet({ two: toy.address }), nodes)).rejects.toMatchObject({
      code: 'no_registry',
      exit: 'usage',
      message: expect.stringContaining('do not come to three'),
      details: [expect.stringContaining('images: { registry:'), expect.stringContaining('engines: { three: ')],
    });
  });

  it('are nobody’s business where a registry has the images, or there is one node', async () => {
    expect(await otherEngines({ node: 'one' }, fleet({}, 'registry.example.org'), nodes)).toEqual([]);
    expect(await otherEngines({ node: 'one' }, fleet({}), [node('one')])).toEqual([]);
  });
});
