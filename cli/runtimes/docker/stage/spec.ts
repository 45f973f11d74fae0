import type { Fleet } from '../../../config/model.ts';
import type { Colour } from '../../colours.ts';
import type { Release } from '../../stage.ts';
import { type Desired, desiredOf } from '../desired.ts';
import { containerOf } from '../edge/colours.ts';
import type { Project } from '../project.ts';
import type { ContainerSpec } from '../spec.ts';

/** What a release is to run in, in one of the two places; with all that it may be made beside. */
export async function specOf(
  fleet: Fleet,
  project: Project,
  release: Release,
  colour: Colour,
): Promise<{ readonly desired: Desired; readonly spec: ContainerSpec }> {
  const { service, image, version } = release;
  const there = { ...project, live: new Map([...project.live, [service, colour]]) };
  const desired = await desiredOf(fleet, there);
  const usual = desired.services.find(({ part }) => part === service);
  if (!usual) throw new RangeError(`${service} is no service of ${fleet.name}`);
  const own = {
    ...usual.environment,
    SERVICE_VERSION: version,
    SERVICE_BUILD: image,
    ...release.environment,
    INSTANCE_ID: containerOf(project.name, service, colour),
  };
  // Which migration another image counts on, the files here do not say. In their order: the fingerprint of a container goes by it.
  const isKnown = image === usual.image || release.environment !== undefined;
  const environment = Object.fromEntries(
    Object.entries(own).filter(([name]) => isKnown || name !== 'EXPECTED_MIGRATION'),
  );
  return { desired, spec: { ...usual, image, environment } };
}
