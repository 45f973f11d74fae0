import { describe, expect, it } from '@jest/globals';
import type { Wanted } from '../../../../cli/runtimes/docker/plan.ts';
import { planSwarm } from '../../../../cli/runtimes/swarm/plan.ts';
import type { SwarmSituation } from '../../../../cli/runtimes/swarm/situation.ts';

const OPTIONS = { migrate: true, seed: true };
const wanted = (part: string, kind: Wanted['kind'], fingerprint = 'now'): Wanted => ({
  name: `shop-${part}`,
  part,
  kind,
  image: part,
  dependsOn: [],
  fingerprint,
  colour: null,
});

function situation(changes: Partial<SwarmSituation> = {}): SwarmSituation {
  return {
    wanted: [wanted('edge', 'edge'), wanted('postgres', 'infrastructure'), wanted('orders', 'service')],
    known: new Set(['edge', 'postgres', 'orders']),
    found: [],
    outdated: new Set(),
    network: false,
    missing: { services: [], images: [] },
    server: 'postgres',
    provisioned: false,
    migrations: new Map([['orders', 'unknown']]),
    seeds: new Map([['orders', 'unknown']]),
    lacking: [],
    ...changes,
  };
}

const found = (part: string, kind: string, fingerprint = 'now') => ({
  id: part,
  name: `shop-${part}`,
  project: 'shop',
  isolated: false,
  part,
  kind,
  fingerprint,
  version: '1',
  colour: null,
  state: 'running' as const,
  status: '',
  ports: new Map(),
});

describe('what up does on a swarm', () => {
  it('begins with the edge, through which all else is reached', () => {
    const steps = planSwarm(situation(), OPTIONS);
    expect(steps.map(({ title }) => title)).toEqual([
      'create network',
      'create edge',
      'create postgres',
      'create databases',
      'migrate orders',
      'create orders',
      'seed orders',
    ]);
    expect(steps.find(({ title }) => title === 'create postgres')?.after).toContain('create edge');
  });

  it('is nothing where all is as it should be', () => {
    const there = { found: [found('edge', 'edge'), found('postgres', 'infrastructure'), found('orders', 'service')] };
    const done = { network: true, provisioned: true, migrations: new Map(), seeds: new Map() };
    expect(planSwarm(situation({ ...there, ...done }), OPTIONS)).toEqual([]);
  });

  it('updates what is there', () => {
    const there = {
      found: [found('edge', 'edge'), found('postgres', 'infrastructure'), found('orders', 'service', 'before')],
    };
    const done = { network: true, provisioned: true, migrations: new Map(), seeds: new Map() };
    expect(planSwarm(situation({ ...there, ...done }), OPTIONS)).toMatchObject([
      { title: 'update orders', because: 'its image or its settings changed' },
    ]);
  });

  it('updates the place that gets the requests, and leaves the other one as it is', () => {
    const green = { ...found('orders', 'service', 'before'), name: 'shop-orders-green', colour: 'green' };
    const blue = { ...found('orders', 'service', 'long before'), colour: 'blue' };
    const there = {
      wanted: [{ ...wanted('orders', 'service'), name: 'shop-orders-green', colour: 'green' as const }],
      found: [blue, green],
    };
    const done = { network: true, provisioned: true, migrations: new Map(), seeds: new Map() };
    expect(planSwarm(situation({ ...there, ...done }), OPTIONS)).toMatchObject([
      { title: 'update orders', action: { instead: { name: 'shop-orders-green' } } },
    ]);
  });

  it('gives nodes the images that they lack before anything is made from one, and says which', () => {
    const lacking = [
      { hostname: 'node-2', services: ['orders'] },
      { hostname: 'node-3', services: ['orders'] },
    ];
    const steps = planSwarm(situation({ lacking, missing: { services: ['orders'], images: [] } }), OPTIONS);
    const titles = steps.map(({ title }) => title);
    const load = steps[titles.indexOf('load images')];
    expect(load).toMatchObject({
      because: 'node-2 lacks orders; node-3 lacks orders',
      after: ['build images'],
      action: { services: ['orders'] },
    });
    const waiting = steps.filter(({ after }) => after.includes('load images')).map(({ title }) => title);
    expect(waiting).toEqual(['migrate orders', 'create orders']);
    expect(titles.indexOf('load images')).toBeLessThan(titles.indexOf('migrate orders'));
  });

  it('gives them to a node that has just joined, where all else is as it should be', () => {
    const there = { found: [found('edge', 'edge'), found('postgres', 'infrastructure'), found('orders', 'service')] };
    const done = { network: true, provisioned: true, migrations: new Map(), seeds: new Map() };
    const lacking = [{ hostname: 'node-3', services: ['orders'] }];
    expect(planSwarm(situation({ ...there, ...done, lacking }), OPTIONS).map(({ title }) => title)).toEqual([
      'load images',
    ]);
  });
});
