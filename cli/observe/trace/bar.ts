import type { TraceNode } from './node.ts';
import { allOf } from './summary.ts';

/** The time that a root and all below it took. */
export interface Stretch {
  /** Of the root. */
  readonly startedAt: string;
  /** Epoch milliseconds: clocks differ, so something may have begun before its cause. */
  readonly from: number;
  readonly to: number;
}

export function stretchOf(root: TraceNode): Stretch {
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (const { startedAt, durationMs } of allOf([root])) {
    const start = Date.parse(startedAt);
    from = Math.min(from, start);
    to = Math.max(to, start + durationMs);
  }
  return { startedAt: root.startedAt, from, to };
}

/** A node's part of the stretch, as so many columns; what is too short to be seen, and a moment, is a thin line. */
export function barOf({ startedAt, durationMs }: TraceNode, { from, to }: Stretch, columns: number): string {
  const scale = columns / Math.max(to - from, Number.EPSILON);
  const begin = Math.min(Math.floor((Date.parse(startedAt) - from) * scale), columns - 1);
  const length = Math.min(Math.round(durationMs * scale), columns - begin);
  return ' '.repeat(Math.max(0, begin)) + (length === 0 ? '▏' : '█'.repeat(length));
}
