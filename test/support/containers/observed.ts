import type { ContainerInspectInfo } from 'dockerode';
import { type Engine, statusOf } from '../../../cli/runtimes/docker/engine.ts';
import { LABELS } from '../../../cli/runtimes/docker/labels.ts';

/** What the engine tells of everything that was made from a folder. */
export interface Everything {
  readonly containers: readonly ContainerInspectInfo[];
  readonly volumes: readonly { readonly Name: string }[];
  readonly networks: readonly { readonly Name: string }[];
}

export async function everythingOf(engine: Engine, folder: string): Promise<Everything> {
  const filters = { label: [`${LABELS.folder}=${folder}`] };
  const [containers, { Volumes }, networks] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listVolumes({ filters }),
    engine.listNetworks({ filters }),
  ]);
  return {
    containers: await all(containers.map(({ Id }) => engine.getContainer(Id).inspect())),
    volumes: await all((Volumes ?? []).map(({ Name }) => engine.getVolume(Name).inspect())),
    networks: await all(networks.map(({ Id }) => engine.getNetwork(Id).inspect())),
  };
}

/** But for those that went since they were listed. */
async function all<T>(looks: readonly Promise<T>[]): Promise<T[]> {
  const found = looks.map(async (look) => {
    try {
      return [await look];
    } catch (error) {
      if (statusOf(error) === 404) return [];
      throw error;
    }
  });
  return (await Promise.all(found)).flat();
}
