import { readinessAt } from '../readiness.ts';
import { edgeAddresses, urlAt } from './addresses.ts';
import { openConduit } from './conduit.ts';
import type { Manager } from './manager.ts';
import { observeSwarm } from './observe.ts';
import type { Part, SwarmDesired } from './parts.ts';

/** Whether a part does its work: a service as clients reach it, by the edge of each node; what else there is from within the network. */
export async function isPartReady(manager: Manager, desired: SwarmDesired, { spec }: Part): Promise<boolean> {
  const { fleet, ports } = desired;
  const { kind, part } = spec;
  const [first] = fleet.services;
  const asked = kind === 'edge' ? first?.name : part;
  if (kind !== 'infrastructure') {
    const addresses = edgeAddresses(manager, await observeSwarm(manager.engine, fleet));
    const answers = await Promise.all(addresses.map((address) => readinessAt(urlAt(address, ports(asked ?? '')))));
    // An edge answers by itself where the service behind it is not there yet.
    return (
      answers.length > 0 && answers.every(({ accepting, health }) => (kind === 'edge' ? health !== 'down' : accepting))
    );
  }
  const server = desired.infrastructure.find((each) => each.spec.part === part);
  await using conduit = await openConduit(manager, fleet, part, spec.ports[0]?.container ?? 0);
  return (await server?.answers(conduit.port)) ?? false;
}
