import { type Engine, statusOf } from '../engine.ts';
import { LABELS } from '../labels.ts';
import { labelsOf, networkName, type Project } from '../project.ts';

/** Whether the network of the fleet is there. */
export async function hasNetwork(engine: Engine, project: Project): Promise<boolean> {
  const filters = { label: [`${LABELS.folder}=${project.folder}`], name: [`^${networkName(project)}$`] };
  return (await engine.listNetworks({ filters })).length > 0;
}

export async function createNetwork(engine: Engine, project: Project): Promise<void> {
  await engine.createNetwork({
    Name: networkName(project),
    Driver: 'bridge',
    CheckDuplicate: true,
    Labels: { ...labelsOf(project) },
  });
}

/** All networks that were made for the folder. */
export async function removeNetworks(engine: Engine, folder: string): Promise<void> {
  const networks = await engine.listNetworks({ filters: { label: [`${LABELS.folder}=${folder}`] } });
  await Promise.all(
    networks.map(async ({ Id }) => {
      try {
        await engine.getNetwork(Id).remove();
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    }),
  );
}
