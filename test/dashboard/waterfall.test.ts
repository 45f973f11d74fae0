import { describe, expect, it } from '@jest/globals';
import { flatten } from '../../cli/dashboard/web/views/traces/flatten.ts';

const node = (id: string, at: number, durationMs: number, children: ReturnType<typeof hop>[] = []) =>
  hop(id, at, durationMs, children);
function hop(id: string, at: number, durationMs: number, children: readonly unknown[]) {
  const startedAt = new Date(1_000_000 + at).toISOString();
  const base = { kind: 'server' as const, name: id, service: 's', status: 'ok' as const, attributes: {} };
  return { ...base, id, startedAt, durationMs, children: children as [] };
}

describe('the waterfall of a trace', () => {
  it('has each hop under what caused it, in the order in which they began', () => {
    const root = node('root', 10, 30, [node('second', 25, 50), node('first', 12, 5, [node('inner', 13, 1)])]);
    const { bars, total } = flatten([root]);
    expect(bars.map(({ node: { id }, depth, start, end }) => [id, depth, start, end])).toEqual([
      ['root', 0, 0, 30],
      ['first', 1, 2, 7],
      ['inner', 2, 3, 4],
      ['second', 1, 15, 65],
    ]);
    expect(total).toBe(65);
  });

  it('begins with the earliest of several roots, and has a width where nothing took any time', () => {
    expect(flatten([node('late', 20, 0), node('early', 20, 0)]).total).toBe(1);
    expect(flatten([node('late', 20, 1), node('early', 5, 1)]).bars[0]?.node.id).toBe('early');
    expect(flatten([])).toEqual({ bars: [], total: 1 });
  });
});
