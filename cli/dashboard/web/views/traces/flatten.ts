import type { TraceNode } from '../../../api.ts';

/** A line of the waterfall. */
export interface Bar {
  readonly node: TraceNode;
  readonly depth: number;
  /** Milliseconds after the first hop began. */
  readonly start: number;
  readonly end: number;
}

export interface Waterfall {
  readonly bars: readonly Bar[];
  /** Milliseconds from the first beginning to the last end. */
  readonly total: number;
}

/** The tree as lines, each under what caused it. */
export function flatten(roots: readonly TraceNode[]): Waterfall {
  const all: { node: TraceNode; depth: number; at: number }[] = [];
  const walk = (nodes: readonly TraceNode[], depth: number): void => {
    for (const node of nodes.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))) {
      all.push({ node, depth, at: Date.parse(node.startedAt) });
      walk(node.children, depth + 1);
    }
  };
  walk(roots, 0);
  const begin = Math.min(...all.map(({ at }) => at));
  const bars = all.map(({ node, depth, at }): Bar => {
    const start = at - begin;
    return { node, depth, start, end: start + node.durationMs };
  });
  // A trace of nothing but moments still has a width.
  return { bars, total: Math.max(1, ...bars.map(({ end }) => end)) };
}
