import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { LABELS } from '../docker/labels.ts';
import { folderOf, type Project, projectOf } from '../docker/project.ts';
import { liveOnSwarm } from './live.ts';
import type { Manager } from './manager.ts';
import type { Observed } from './observe.ts';

/**
 * The names that the fleet goes by, those of its services, else those that are asked for; and which of its places get the requests.
 * @throws AuroraError `fleet_elsewhere` where another folder has them
 */
export async function swarmProject(
  manager: Manager,
  fleet: Fleet,
  observed: Observed,
  isolated = false,
): Promise<Project> {
  const { engine } = manager;
  const [first] = observed.services;
  const live = await liveOnSwarm(manager, fleet, observed);
  const project = await projectOf(fleet, first ? first.project !== fleet.name : isolated, live);
  const filters = { label: [`${LABELS.project}=${project.name}`] };
  const others = await engine.listServices({ filters });
  const folders = others.map(
    (service) => (service as { Spec?: { Labels?: Record<string, string> } }).Spec?.Labels?.[LABELS.folder],
  );
  const elsewhere = folders.find((folder) => folder !== folderOf(fleet));
  if (elsewhere === undefined) return project;
  throw new AuroraError('fleet_elsewhere', `The fleet ${project.name} runs from ${elsewhere} already.`, {
    exit: 'machine',
    details: ['In one swarm names are taken by whoever comes first.'],
    next: `aurora up --isolated, for names and ports of its own; or: cd ${elsewhere} && aurora down`,
    facts: { folder: elsewhere },
  });
}
