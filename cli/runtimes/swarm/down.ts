import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import { withClaim } from '../docker/claim.ts';
import { removeVolume } from '../docker/containers/volumes.ts';
import { folderOf } from '../docker/project.ts';
import { exists } from '../exists.ts';
import { layoutOf } from '../layout.ts';
import { levelsOf } from '../order.ts';
import { releaseBlock } from '../ports/blocks.ts';
import { endServices } from './end.ts';
import { type Manager, requireManager } from './manager.ts';
import { removeOverlays } from './network.ts';
import { askAt, engineOf } from './nodes/engine-of.ts';
import { addressOf } from './nodes/other-engines.ts';
import { pruneFiles } from './objects.ts';
import { type Observed, type ObservedNode, type ObservedService, observeSwarm } from './observe.ts';

const LOOK_EVERY_MS = 250;
/** The engine has removed the containers of tasks that have ended by then. */
const PATIENCE_MS = 60_000;

/** Leaves nothing of the fleet on nodes that answer: task, network, secret, and with `volumes` no data where an engine is reached. */
export async function swarmDown(
  fleet: Fleet,
  { volumes }: { readonly volumes: boolean },
  narrator: Narrator,
): Promise<void> {
  const manager = await requireManager();
  const { engine } = manager;
  await withClaim(fleet, async () => {
    const observed = await observeSwarm(engine, fleet);
    if (observed.services.length === 0) narrator.info(`${fleet.name} was not running`);
    else await narrator.step('stop', () => endAll(manager, fleet, observed, narrator));
    await untilContainersGone(manager, observed);
    await removeOverlays(engine, folderOf(fleet));
    await pruneFiles(engine, folderOf(fleet));
    if (volumes) await narrator.step('delete data', () => removeData(manager, fleet, observed, narrator));
    await rm(layoutOf(fleet.root).swarm, { recursive: true, force: true });
  });
}

/** Services first, those on which nobody stands before the others; then what they stood on, and the edges. */
async function endAll({ engine }: Manager, fleet: Fleet, { services }: Observed, narrator: Narrator): Promise<void> {
  const names = new Set(fleet.services.map(({ name }) => name));
  const own = (service: ObservedService) => service.kind === 'service' && names.has(service.part);
  const end = (those: readonly ObservedService[]) => endServices(engine, fleet, those, narrator);
  const last = (service: ObservedService) => service.kind === 'infrastructure' || service.kind === 'edge';
  await end(services.filter((service) => !own(service) && !last(service)));
  for (const level of levelsOf(fleet.services).toReversed()) {
    const parts = new Set(level.map(({ name }) => name));
    await end(services.filter((service) => own(service) && parts.has(service.part)));
  }
  await end(services.filter(last));
}

/** What a task leaves its node removes a moment later, the volumes without a name too; of other nodes nobody here can tell. */
async function untilContainersGone({ engine }: Manager, { services }: Observed): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  const names = services.map(({ name }) => `com.docker.swarm.service.name=${name}`);
  for (const label of names) {
    while (
      Date.now() < deadline &&
      (await engine.listContainers({ all: true, filters: { label: [label] } })).length > 0
    ) {
      await delay(LOOK_EVERY_MS);
    }
  }
}

async function removeData(
  { engine, node }: Manager,
  fleet: Fleet,
  { services, nodes }: Observed,
  narrator: Narrator,
): Promise<void> {
  const elsewhere = async (name: string, ids: readonly (string | undefined)[]) => {
    const others = nodes.filter(({ id }) => id !== node && ids.includes(id));
    const left = await Promise.all(others.map((other) => whyLeft(fleet, name, other, nodes)));
    for (const why of left) if (why !== undefined) narrator.warn(why);
  };
  for (const service of services) {
    const { dataNode, kind, tasks } = service;
    const having = kind === 'edge' ? tasks.map((task) => task.node) : [dataNode];
    for (const name of volumesOf(service)) {
      if (having.includes(node)) await untilRemoved(() => removeVolume(engine, name));
      await elsewhere(name, having);
    }
  }
  const layout = layoutOf(fleet.root);
  releaseBlock(layout.root);
  await rm(layout.docker, { recursive: true, force: true });
  // Those of the process runtime open data that it may still have.
  if (!(await exists(layout.postgres))) await rm(layout.secrets, { recursive: true, force: true });
}

/** Removes a volume of another node, where the config says how its engine is reached. @returns why it stays; undefined: it does not */
async function whyLeft(
  { swarm }: Fleet,
  name: string,
  other: ObservedNode,
  nodes: readonly ObservedNode[],
): Promise<string | undefined> {
  const { hostname } = other;
  const left = `the volume ${name} is on ${hostname}, whose engine alone can remove it: docker volume rm ${name}`;
  const address = addressOf(swarm, hostname);
  if (address === undefined) return left;
  try {
    const at = await engineOf(other, address, nodes);
    await askAt(at, () => untilRemoved(() => removeVolume(at.engine, name)));
    return undefined;
  } catch (error) {
    return `${left} (${(error as Error).message})`;
  }
}

/** Those with names; the others go with their tasks. */
function volumesOf({ spec }: ObservedService): readonly string[] {
  const { Mounts = [] } = (spec.TaskTemplate as { ContainerSpec: { Mounts?: { Type: string; Source?: string }[] } })
    .ContainerSpec;
  return Mounts.flatMap(({ Type, Source }) => (Type === 'volume' && Source ? [Source] : []));
}

/** The engine removes the container of a task a moment after its end, and what it held with it. */
async function untilRemoved(remove: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await remove();
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode !== 409 || Date.now() > deadline) throw error;
      await delay(LOOK_EVERY_MS);
    }
  }
}
