import type { Fleet } from '../../../config/model.ts';
import { AuroraError } from '../../../errors.ts';
import type { Narrator } from '../../../narrator.ts';
import type { Engine } from '../../docker/engine.ts';
import { imagesOf } from '../../docker/images/images.ts';
import { provideImages } from '../../docker/stage/images.ts';
import type { Release } from '../../stage.ts';
import { digestsOf, provideOnSwarm, requireWay } from '../images.ts';

/**
 * Builds what the sources make and the nodes do not find yet; what they do not make has to be there.
 * @throws AuroraError `build_failed`, `push_failed`, `image_missing`, `no_registry`
 */
export async function provideReleases(
  engine: Engine,
  fleet: Fleet,
  releases: readonly Release[],
  narrator: Narrator,
): Promise<readonly Release[]> {
  await requireWay(engine, fleet);
  if (fleet.images.registry === undefined) {
    const provided = await provideImages(engine, fleet, releases, narrator);
    // One node runs what it has by that name: a task pinned to it would be looked for in a registry.
    return provided.map((release) => ({ ...release, digest: null }));
  }
  const missing = await unknownOf(engine, fleet, releases);
  if (missing.length > 0) {
    const sources = await imagesOf(fleet, [...new Set(missing.map(({ service }) => service))]);
    const buildable = sources.filter(({ tag }) => missing.some(({ image }) => image === tag));
    const lost = missing.find(({ image }) => !buildable.some(({ tag }) => tag === image));
    if (lost) throw imageMissing(lost);
    await provideOnSwarm(engine, fleet, buildable, narrator, undefined);
  }
  const digests = await digestsOf(engine, fleet, tagsOf(releases));
  return releases.map((release, index) => ({ ...release, digest: release.digest ?? digests[index] ?? null }));
}

async function unknownOf(engine: Engine, fleet: Fleet, releases: readonly Release[]): Promise<readonly Release[]> {
  const digests = await digestsOf(engine, fleet, tagsOf(releases));
  return releases.filter((_, index) => digests[index] === undefined);
}

function tagsOf(releases: readonly Release[]): readonly string[] {
  return releases.map(({ image }) => image);
}

function imageMissing({ service, image }: Release): AuroraError {
  return new AuroraError('image_missing', `The registry does not know the image ${image}.`, {
    exit: 'machine',
    next: 'aurora build --push, from the code that it is made of',
    facts: { service },
  });
}
