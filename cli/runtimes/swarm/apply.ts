import type { Fleet } from '../../config/model.ts';
import { fingerprintOf } from '../docker/fingerprint.ts';
import { changeService } from './change.ts';
import { type TaskImage, taskImage } from './images.ts';
import type { Manager } from './manager.ts';
import { networkId } from './network.ts';
import { storeFiles } from './objects.ts';
import { type Observed, type ObservedService, observeSwarm } from './observe.ts';
import type { Part, SwarmDesired } from './parts.ts';
import { serviceSpecOf } from './service-spec.ts';
import { partFingerprint } from './situation.ts';

/** What a deploy has to say of a part that it brings. */
interface Bringing {
  readonly image: TaskImage;
  readonly version: string;
  readonly deploy: string;
}

/** Makes the service of a part, or has the one that is there take over what is new. Its tasks come and go after this. */
export async function applyPart(
  manager: Manager,
  desired: SwarmDesired,
  part: Part,
  bringing?: Bringing,
): Promise<void> {
  const { engine } = manager;
  const { fleet, project, images } = desired;
  const { spec } = part;
  const [observed, network, files, { image, auth }, fingerprint] = await Promise.all([
    observeSwarm(engine, fleet),
    networkId(engine, project),
    storeFiles(engine, fleet, project, spec),
    bringing?.image ?? taskImage(engine, fleet, spec),
    fingerprintOf(fleet),
  ]);
  if (network === undefined) throw new RangeError(`${project.name} has no network`);
  const there = observed.services.find(({ name }) => name === spec.name);
  // What is new beside what serves is as large, and where the same data is.
  const like = there ?? observed.services.find((each) => each.kind === spec.kind && each.part === spec.part);
  const wish = serviceSpecOf(part, {
    project,
    settings: fleet.swarm,
    network,
    image,
    files,
    fingerprint: partFingerprint(fingerprint, part, fleet.swarm),
    taskFingerprint: fingerprint(spec),
    version: bringing?.version ?? images.find(({ service }) => service === spec.part)?.version ?? '',
    deploy: bringing?.deploy,
    replicas: like && replicasOf(like, part),
    dataNode: part.isPinned ? (like?.dataNode ?? chooseNode(manager, observed)) : undefined,
  });
  if (there) await changeService(engine, there, wish, auth);
  else await engine.createService(auth ?? {}, wish);
}

/** A scale by hand lasts until the config says something else. */
function replicasOf({ configured, replicas }: ObservedService, part: Part): number | undefined {
  return configured === part.replicas ? replicas : part.replicas;
}

/** Of nodes that are meant for data the first, else the one whose engine is asked. */
function chooseNode({ node }: Manager, { nodes }: Observed): string {
  const meant = nodes.filter(({ holdsData, isUp }) => holdsData && isUp).map(({ id }) => id);
  return meant.includes(node) ? node : (meant.toSorted()[0] ?? node);
}

/** A part of the fleet by its name. */
export function partOf({ parts }: Pick<SwarmDesired, 'parts'>, name: string, fleet: Pick<Fleet, 'name'>): Part {
  const part = parts.find(({ spec }) => spec.part === name);
  if (!part) throw new RangeError(`${name} is no part of ${fleet.name}`);
  return part;
}
