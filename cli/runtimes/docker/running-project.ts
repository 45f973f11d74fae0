import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { volumesOf, volumesOfOthers } from './containers/volumes.ts';
import type { Engine } from './engine.ts';
import { LABELS } from './labels.ts';
import { liveOf } from './live.ts';
import type { ObservedContainer } from './observe.ts';
import { folderOf, type Project, projectOf } from './project.ts';

/**
 * The names that the fleet goes by: those of its containers, else those that are asked for; where nobody asks, those of its newest data,
 * else its own.
 * @throws AuroraError `fleet_elsewhere` where another folder has them, `not_isolated` where it has others than are asked for
 */
export async function projectFor(
  engine: Engine,
  fleet: Fleet,
  found: readonly ObservedContainer[],
  isolated?: boolean,
): Promise<Project> {
  const running = found.find(({ kind }) => kind !== 'job')?.isolated;
  if (running === false && isolated) throw notIsolated(fleet);
  const live = await liveOf(engine, fleet, found);
  const apart = running ?? isolated ?? (await isDataIsolated(engine, fleet));
  const project = await projectOf(fleet, apart, live, apart ? await volumesOfOthers(engine, folderOf(fleet)) : []);
  const others = await engine.listContainers({ filters: { label: [`${LABELS.project}=${project.name}`] } });
  const elsewhere = others.map(({ Labels }) => Labels[LABELS.folder]).find((folder) => folder !== folderOf(fleet));
  if (elsewhere === undefined) return project;
  throw new AuroraError('fleet_elsewhere', `The fleet ${project.name} runs from ${elsewhere} already.`, {
    exit: 'machine',
    details: ['On one engine names are taken by whoever comes first.'],
    next: `aurora up --isolated, for names and ports of its own; or: cd ${elsewhere} && aurora down`,
    facts: { folder: elsewhere },
  });
}

function notIsolated({ name }: Fleet): AuroraError {
  return new AuroraError('not_isolated', `The fleet ${name} has containers with the names and ports of its config.`, {
    exit: 'machine',
    next: 'aurora down, then: aurora up --isolated',
  });
}

async function isDataIsolated(engine: Engine, fleet: Fleet): Promise<boolean> {
  const volumes = await volumesOf(engine, folderOf(fleet));
  return volumes.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]?.isolated ?? false;
}
