import { describe, expect, it } from '@jest/globals';
import type { Situation, Wanted } from '../../../../cli/runtimes/docker/plan.ts';
import { planSwarm } from '../../../../cli/runtimes/swarm/plan.ts';

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

function situation(changes: Partial<Situation> = {}): Situation {
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
});
