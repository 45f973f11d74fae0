import type { Fleet } from '../../../config/model.ts';
import type { Narrator } from '../../../narrator.ts';
import { imageMissing } from '../../docker/images/image-missing.ts';
import { imagesOf } from '../../docker/images/images.ts';
import { pruneImages } from '../../docker/stage/images.ts';
import type { Release } from '../../stage.ts';
import { contentsOf, provideOnSwarm } from '../images.ts';
import type { Manager } from '../manager.ts';
import { bringImages } from '../nodes/bring.ts';
import { imagesHere } from '../nodes/local-images.ts';
import { otherEngines } from '../nodes/other-engines.ts';
import { observeNodes } from '../observe.ts';

/**
 * Builds what the sources make and nobody has yet; what they do not make has to be there. Then every node has it, or finds it.
 * @throws AuroraError `build_failed`, `push_failed`, `image_missing`, `no_registry`, `engine_unreachable`, `wrong_engine`, `load_failed`
 */
export async function provideReleases(
  manager: Manager,
  fleet: Fleet,
  releases: readonly Release[],
  narrator: Narrator,
): Promise<readonly Release[]> {
  const { engine } = manager;
  // Before anything is built for them.
  await otherEngines(manager, fleet, await observeNodes(engine));
  const before = await contentsOf(engine, fleet, tagsOf(releases));
  const missing = releases.filter((_, index) => before[index] === undefined);
  if (missing.length > 0) {
    const sources = await imagesOf(fleet, [...new Set(missing.map(({ service }) => service))]);
    const buildable = sources.filter(({ tag }) => missing.some(({ image }) => image === tag));
    const lost = missing.find(({ image }) => !buildable.some(({ tag }) => tag === image));
    if (lost) throw imageMissing(fleet, lost.service, lost.image);
    await provideOnSwarm(engine, fleet, buildable, narrator, undefined);
  }
  if (fleet.images.registry === undefined) {
    const images = await imagesHere(
      engine,
      releases.map(({ service, image }) => ({ service, tag: image })),
    );
    await bringImages(manager, fleet, images, narrator);
  }
  const contents = await contentsOf(engine, fleet, tagsOf(releases));
  const isLasting = fleet.images.registry !== undefined;
  // What was built anew has another id than before.
  return releases.map((release, index) => ({
    ...release,
    digest: (isLasting ? release.digest : null) ?? contents[index] ?? null,
  }));
}

/** Removes images of a service that nobody goes back to, also from nodes that were given them; a node that is away keeps them. */
export async function pruneReleases(
  manager: Manager,
  fleet: Fleet,
  service: string,
  spent: readonly string[],
  narrator: Narrator,
): Promise<readonly string[]> {
  const removed = await pruneImages(manager.engine, fleet, service, spent);
  if (spent.length === 0) return removed;
  try {
    const others = await otherEngines(manager, fleet, await observeNodes(manager.engine));
    await Promise.all(others.map(({ engine }) => pruneImages(engine, fleet, service, spent)));
  } catch (error) {
    narrator.warn(`images of ${service} that nobody goes back to stay on other nodes: ${(error as Error).message}`);
  }
  return removed;
}

function tagsOf(releases: readonly Release[]): readonly string[] {
  return releases.map(({ image }) => image);
}
