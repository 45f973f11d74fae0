import type { Fleet } from '../../../config/model.ts';
import type { Colour } from '../../colours.ts';
import type { Release } from '../../stage.ts';
import { type Desired, desiredOf } from '../desired.ts';
import type { Project } from '../project.ts';
import type { ContainerSpec } from '../spec.ts';
import { inRelease } from './in-release.ts';

/** What a release is to run in, in one of the two places; with all that it may be made beside. */
export async function specOf(
  fleet: Fleet,
  project: Project,
  release: Release,
  colour: Colour,
): Promise<{ readonly desired: Desired; readonly spec: ContainerSpec }> {
  const { service } = release;
  const there = { ...project, live: new Map([...project.live, [service, colour]]) };
  const desired = await desiredOf(fleet, there);
  const usual = desired.services.find(({ part }) => part === service);
  if (!usual) throw new RangeError(`${service} is no service of ${fleet.name}`);
  return { desired, spec: inRelease(usual, release) };
}
