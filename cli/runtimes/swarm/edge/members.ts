import type { Fleet } from '../../../config/model.ts';
import type { Manager } from '../manager.ts';
import { observeSwarm } from '../observe.ts';

/** An edge that runs. */
export interface Member {
  /** In the fleet's network. */
  readonly address: string;
  /** The name of its node. */
  readonly node: string;
}

/** Those that run on nodes that answer the managers. */
export async function runningEdges({ engine }: Manager, fleet: Fleet): Promise<readonly Member[]> {
  const { services, nodes } = await observeSwarm(engine, fleet);
  const up = new Map(nodes.filter(({ isUp }) => isUp).map(({ id, hostname }) => [id, hostname]));
  const tasks = services.find(({ kind }) => kind === 'edge')?.tasks ?? [];
  return tasks.flatMap(({ state, isWanted, node = '', address }) => {
    const hostname = up.get(node);
    if (state !== 'running' || !isWanted || hostname === undefined || address === undefined) return [];
    return [{ address, node: hostname }];
  });
}
