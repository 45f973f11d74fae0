import { AuroraError } from '../../../errors.ts';
import { type Engine, statusOf } from '../engine.ts';
import { isIsolated, LABELS } from '../labels.ts';
import { labelsOf, type Project } from '../project.ts';

/** The volume with a container's own files; it goes with the container. */
export function filesVolume(container: string): string {
  return `${container}-files`;
}

/**
 * Makes a volume for data, or takes the one that is there.
 * @throws AuroraError `volume_of_another` where it is not this fleet's
 */
export async function ensureVolume(engine: Engine, project: Project, name: string): Promise<void> {
  const volume = await engine.createVolume({ Name: name, Labels: { ...labelsOf(project) } });
  const { Labels } = await volume.inspect();
  const folder = Labels?.[LABELS.folder];
  if (folder === project.folder) return;
  throw new AuroraError('volume_of_another', `The volume ${name} belongs to ${folder ?? 'another project'}.`, {
    exit: 'machine',
    details: ['Its data would be taken for this fleet’s.'],
    next: `aurora up --isolated, for names of its own; or, if nobody needs that data: docker volume rm ${name}`,
  });
}

export async function removeVolume(engine: Engine, name: string): Promise<void> {
  try {
    await engine.getVolume(name).remove();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

export interface ObservedVolume {
  readonly name: string;
  readonly isolated: boolean;
  /** In the engine's words, as text in the order of time: `2026-01-02T03:04:05Z`. */
  readonly createdAt: string;
}

/** All volumes of a fleet. */
export async function volumesOf(engine: Engine, folder: string): Promise<readonly ObservedVolume[]> {
  const { Volumes } = await engine.listVolumes({ filters: { label: [`${LABELS.folder}=${folder}`] } });
  return (Volumes ?? []).map((volume) => ({
    name: volume.Name,
    isolated: isIsolated(volume.Labels ?? {}),
    createdAt: (volume as { CreatedAt?: string }).CreatedAt ?? '',
  }));
}

/** The names of volumes that other folders have, also those that are gone. */
export async function volumesOfOthers(engine: Engine, folder: string): Promise<readonly string[]> {
  const { Volumes } = await engine.listVolumes();
  return (Volumes ?? []).filter(({ Labels }) => Labels?.[LABELS.folder] !== folder).map(({ Name }) => Name);
}
