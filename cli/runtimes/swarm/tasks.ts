import type { Observed, ObservedTask } from './observe.ts';

/** Of a node that does not answer the engine still says what it knew last. */
export function isAlive({ state, node }: ObservedTask, { nodes }: Pick<Observed, 'nodes'>): boolean {
  return state === 'running' && (nodes.find(({ id }) => id === node)?.isUp ?? false);
}

export function hasFailed({ state }: Pick<ObservedTask, 'state'>): boolean {
  return state === 'failed' || state === 'rejected';
}
