import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../cli/dashboard/api.ts';
import { layersOf } from '../../cli/dashboard/web/views/overview/layers.ts';
import { type Layout, layOut, NODE } from '../../cli/dashboard/web/views/overview/layout.ts';
import { busyFleet } from './support/busy-fleet.ts';

const layoutOf = (snapshot: Snapshot): Layout => layOut(layersOf(snapshot), snapshot.edges);

function overlaps({ nodes }: Layout): string[] {
  return nodes.flatMap((a, index) =>
    nodes
      .slice(index + 1)
      .filter((b) => a.x === b.x && Math.abs(a.y - b.y) < NODE.height)
      .map((b) => `${a.name} ${b.name}`),
  );
}

/** Services that call each other at random, all of them from the gateway. */
function bigFleet(many: number): Snapshot {
  const whole = busyFleet();
  const [gateway, , like] = whole.services;
  if (!gateway || !like) throw new Error('the fleet has no services');
  const names = Array.from({ length: many }, (_, index) => `service-${index}`);
  const call = { kind: 'call', rate: 1, errors: 0, p95Ms: 1, health: 'ok' } as const;
  return {
    ...whole,
    services: [gateway, ...names.map((name) => ({ ...like, name }))],
    edges: [
      ...names.map((name) => ({ ...call, from: 'api-gateway', to: name })),
      ...names.map((name, index) => ({ ...call, from: name, to: `service-${(index * 7 + 3) % many}` })),
      ...names.map((name) => ({ ...call, kind: 'database' as const, from: name, to: 'postgres' })),
    ],
  };
}

describe('the picture of a fleet', () => {
  it('goes from clients by the gateway and services, callers first, to what they stand on', () => {
    const layers = new Map(layersOf(busyFleet()).map(({ name, layer }) => [name, layer]));
    expect(Object.fromEntries(layers)).toEqual({
      clients: 0,
      'api-gateway': 1,
      'syllabus-service': 2,
      'subject-service': 3,
      'file-service': 3,
      'config-service': 4,
      postgres: 4,
      broker: 4,
    });
  });

  it.each([
    ['of this repository', busyFleet()],
    ['of sixty services', bigFleet(60)],
  ] as const)('has all nodes apart, and a line for each edge: %s', (_name, snapshot) => {
    const layout = layoutOf(snapshot);
    expect(overlaps(layout)).toEqual([]);
    expect(layout.edges).toHaveLength(snapshot.edges.filter(({ from, to }) => from !== to).length);
    for (const { x, y } of layout.nodes) {
      expect(x + NODE.width).toBeLessThanOrEqual(layout.width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y + NODE.height).toBeLessThanOrEqual(layout.height);
    }
  });

  it('draws each line in the direction of the traffic', () => {
    const { nodes, edges } = layoutOf(busyFleet());
    const left = (name: string) => nodes.find((node) => node.name === name)?.x ?? Number.NaN;
    const begin = (from: string, to: string) => {
      const edge = edges.find(({ link }) => link.from === from && link.to === to);
      return Number(/^M([\d.]+)/.exec(edge?.path ?? '')?.[1]);
    };
    expect(begin('syllabus-service', 'subject-service')).toBe(left('syllabus-service') + NODE.width);
    expect(begin('subject-service', 'syllabus-service')).toBe(left('subject-service'));
  });

  it('is the same whenever it is drawn', () => {
    const drawn = (at: number) => {
      const { nodes, edges } = layoutOf(busyFleet(at));
      return { nodes, paths: edges.map(({ path }) => path) };
    };
    expect(drawn(0)).toEqual(drawn(1e9));
  });

  it('does without a gateway, and without anything', () => {
    const { services, ...rest } = busyFleet();
    const without = services.filter(({ kind }) => kind !== 'gateway');
    expect(layoutOf({ ...rest, services: without }).nodes).toHaveLength(7);
    expect(layoutOf({ ...rest, services: [], infrastructure: [], edges: [] }).nodes).toHaveLength(1);
  });
});
