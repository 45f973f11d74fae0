import type { Fleet } from '../../../config/model.ts';
import type { Narrator } from '../../../narrator.ts';
import type { Release } from '../../stage.ts';
import { type Engine, statusOf } from '../engine.ts';
import { buildImages } from '../images/build.ts';
import { fetchImage } from '../images/fetch.ts';
import { imageMissing } from '../images/image-missing.ts';
import { imagesOf } from '../images/images.ts';
import { presentImages } from '../images/present.ts';

/** The sources as they are, or what was built under a tag. */
export async function releasesOf(fleet: Fleet, services: readonly string[], tag?: string): Promise<readonly Release[]> {
  const images = await imagesOf(fleet, services);
  return images.map(({ service, version, tag: image }) => {
    if (tag === undefined) return { service, version, image, digest: null };
    return { service, version: tag, image: `${repositoryOf(image)}:${tag}`, digest: null };
  });
}

/**
 * Builds what the sources make, fetches what they do not from the registry.
 * @throws AuroraError `build_failed`, `image_missing`
 */
export async function provideImages(
  engine: Engine,
  fleet: Fleet,
  releases: readonly Release[],
  narrator: Narrator,
): Promise<readonly Release[]> {
  const present = await presentImages(
    engine,
    releases.map(({ image }) => image),
  );
  const missing = releases.filter(({ image }) => !present.has(image));
  const sources =
    missing.length === 0 ? [] : await imagesOf(fleet, [...new Set(missing.map(({ service }) => service))]);
  const buildable = sources.filter(({ tag }) => missing.some(({ image }) => image === tag));
  const foreign = missing.filter(({ image }) => !buildable.some(({ tag }) => tag === image));
  const [lost] = foreign;
  // By its name it would be looked for where everybody may have taken that.
  if (lost && fleet.images.registry === undefined) throw imageMissing(fleet, lost.service, lost.image);
  await buildImages(engine, fleet, buildable, narrator);
  for (const { image } of foreign) {
    await narrator.step(`fetch ${image}`, (step) => fetchImage(engine, image, step));
  }
  return Promise.all(
    releases.map(async (release) => ({ ...release, digest: (await engine.getImage(release.image).inspect()).Id })),
  );
}

/** Removes these images of a service: not what the code as it is makes, and not what the engine holds because a container was made of it. */
export async function pruneImages(
  engine: Engine,
  fleet: Fleet,
  service: string,
  spent: readonly string[],
): Promise<readonly string[]> {
  const [current] = await imagesOf(fleet, [service]);
  const removed: string[] = [];
  for (const tag of spent) {
    if (tag === current?.tag) continue;
    try {
      await engine.getImage(tag).remove();
      removed.push(tag);
    } catch (error) {
      // In use, or gone before.
      if (![404, 409].includes(statusOf(error) ?? 0)) throw error;
    }
  }
  return removed;
}

function repositoryOf(image: string): string {
  return image.slice(0, image.lastIndexOf(':'));
}
