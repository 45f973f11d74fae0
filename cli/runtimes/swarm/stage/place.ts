import type { Fleet } from '../../../config/model.ts';
import type { Colour } from '../../colours.ts';
import type { Project } from '../../docker/project.ts';
import { inRelease } from '../../docker/stage/in-release.ts';
import type { Release } from '../../stage.ts';
import { partOf } from '../apply.ts';
import { type Part, type SwarmDesired, swarmDesired } from '../parts.ts';

/** What a release is to run in, in one of the two places; with all that it may be made beside. */
export async function placeOf(
  fleet: Fleet,
  project: Project,
  release: Release,
  colour: Colour,
): Promise<{ readonly desired: SwarmDesired; readonly part: Part }> {
  const { service } = release;
  const there = { ...project, live: new Map([...project.live, [service, colour]]) };
  const desired = await swarmDesired(fleet, there);
  const usual = partOf(desired, service, fleet);
  return { desired, part: { ...usual, spec: inRelease(usual.spec, release) } };
}
