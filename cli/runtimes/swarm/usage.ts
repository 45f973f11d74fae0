import type { Fleet } from '../../config/model.ts';
import type { FleetStatus } from '../contract.ts';
import type { Engine } from '../docker/engine.ts';
import { usageOf, withUsage } from '../docker/usage.ts';
import { SHORT_ID } from './container-id.ts';
import type { Manager } from './manager.ts';
import { engineOf } from './nodes/engine-of.ts';
import { addressOf } from './nodes/other-engines.ts';
import { type ObservedNode, observeSwarm } from './observe.ts';

/** The same with what tasks take, on nodes whose engine is known and answers: each measures its own alone. */
export async function withSwarmUsage(manager: Manager, fleet: Fleet, status: FleetStatus): Promise<FleetStatus> {
  const { services, nodes } = await observeSwarm(manager.engine, fleet);
  const engines = await enginesThatAnswer(manager, fleet, nodes);
  const places = services.flatMap(({ tasks }) =>
    tasks.map(({ container = '', node = '' }): [string, string] => [container.slice(0, SHORT_ID), node]),
  );
  const nodeOf = new Map(places);
  return withUsage(status, async (container) => {
    const node = nodeOf.get(container) ?? '';
    const engine = engines.get(node);
    if (!engine) return undefined;
    const measured = usageOf(engine, container);
    // Of a node that has gone away in between nothing is told, which says enough.
    return node === manager.node ? measured : measured.catch(() => undefined);
  });
}

async function enginesThatAnswer(
  manager: Manager,
  { swarm }: Fleet,
  nodes: readonly ObservedNode[],
): Promise<ReadonlyMap<string, Engine>> {
  const asked = nodes.flatMap((node) => {
    const address = addressOf(swarm, node.hostname);
    return address === undefined || !node.isUp || node.id === manager.node ? [] : [engineOf(node, address, nodes)];
  });
  // `doctor` says why one does not.
  const found = (await Promise.allSettled(asked)).flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  return new Map([
    [manager.node, manager.engine],
    ...found.map(({ node, engine }): [string, Engine] => [node.id, engine]),
  ]);
}
