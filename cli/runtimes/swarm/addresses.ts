import type { Manager } from './manager.ts';
import type { Observed } from './observe.ts';

/**
 * The addresses at which the fleet takes requests: of nodes with an edge that runs, first the one whose engine is asked. Where none
 * runs, those of the nodes that would have one.
 */
export function edgeAddresses({ node }: Manager, { services, nodes }: Observed): readonly string[] {
  const tasks = services.find(({ kind }) => kind === 'edge')?.tasks ?? [];
  const running = new Set(
    tasks.filter(({ state, isWanted }) => state === 'running' && isWanted).map((task) => task.node),
  );
  const up = nodes.filter(({ isUp }) => isUp);
  const having = up.filter(({ id }) => running.has(id));
  const chosen = having.length > 0 ? having : up;
  return chosen
    .toSorted((one, other) => Number(other.id === node) - Number(one.id === node))
    .map(({ address }) => address);
}

export function urlAt(address: string, port: number): string {
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
