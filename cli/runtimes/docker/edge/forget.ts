import type { Fleet } from '../../../config/model.ts';
import { removeVolume, volumesOf } from '../containers/volumes.ts';
import type { Engine } from '../engine.ts';
import { folderOf, volumeName } from '../project.ts';

/** Removes what the edge of a fleet has written down. It must not be there any more. */
export async function forgetColours(engine: Engine, fleet: Fleet): Promise<void> {
  const state = volumeName({ name: '' }, 'edge', 'state');
  const volumes = await volumesOf(engine, folderOf(fleet));
  await Promise.all(volumes.filter(({ name }) => name.endsWith(state)).map(({ name }) => removeVolume(engine, name)));
}
