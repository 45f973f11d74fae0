import { type Engine, statusOf } from '../../../cli/runtimes/docker/engine.ts';
import { LABELS } from '../../../cli/runtimes/docker/labels.ts';

/** Takes away all that was made from a folder, in whatever state it is: containers, networks, volumes. */
export async function removeAllOf(engine: Engine, folder: string): Promise<void> {
  const filters = { label: [`${LABELS.folder}=${folder}`] };
  const containers = await engine.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => gone(engine.getContainer(Id).remove({ force: true, v: true }))));
  const [networks, { Volumes }] = await Promise.all([
    engine.listNetworks({ filters }),
    engine.listVolumes({ filters }),
  ]);
  await Promise.all([
    ...networks.map(({ Id }) => gone(engine.getNetwork(Id).remove())),
    ...(Volumes ?? []).map(({ Name }) => gone(engine.getVolume(Name).remove())),
  ]);
}

/** Somebody else was quicker, or is at it. */
async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (![404, 409].includes(statusOf(error) ?? 0)) throw error;
  }
}
