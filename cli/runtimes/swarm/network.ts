import { setTimeout as delay } from 'node:timers/promises';
import type { SwarmSettings } from '../../config/model.ts';
import { type Engine, statusOf } from '../docker/engine.ts';
import { LABELS } from '../docker/labels.ts';
import { labelsOf, networkName, type Project } from '../docker/project.ts';

const LOOK_EVERY_MS = 250;
/** A node that is away keeps its tasks, and the network with them. */
const PATIENCE_MS = 60_000;

/** The id of the fleet's network, which spans the nodes; undefined: there is none. */
export async function networkId(engine: Engine, project: Project): Promise<string | undefined> {
  const found = await engine.listNetworks({ filters: { name: [networkName(project)], driver: ['overlay'] } });
  return found.find(({ Name }) => Name === networkName(project))?.Id;
}

/** Only services of the swarm come in: no container that somebody starts by hand. */
export async function createOverlay(engine: Engine, project: Project, { encrypted }: SwarmSettings): Promise<void> {
  await engine.createNetwork({
    Name: networkName(project),
    Driver: 'overlay',
    Attachable: false,
    Labels: { ...labelsOf(project) },
    ...(encrypted && { Options: { encrypted: '' } }),
  });
}

/** Removes the fleet's networks, once the tasks in them are gone. */
export async function removeOverlays(engine: Engine, folder: string): Promise<void> {
  const filters = { label: [`${LABELS.folder}=${folder}`], driver: ['overlay'] };
  const deadline = Date.now() + PATIENCE_MS;
  // It is in the list a moment longer than it is there.
  for (
    let found = await engine.listNetworks({ filters });
    found.length > 0;
    found = await engine.listNetworks({ filters })
  ) {
    for (const { Id } of found) {
      try {
        await engine.getNetwork(Id).remove();
      } catch (error) {
        if (statusOf(error) === 404) continue;
        // In use: the engine answers 403 or 400.
        if (Date.now() > deadline || ![400, 403, 409].includes(statusOf(error) ?? 0)) throw error;
      }
    }
    await delay(LOOK_EVERY_MS);
  }
}
