import type { Fleet } from '../../../config/model.ts';
import { type Engine, statusOf } from '../../docker/engine.ts';
import type { ServiceImage } from '../../docker/images/images.ts';
import { presentImages } from '../../docker/images/present.ts';
import type { ObservedService } from '../observe.ts';
import { askAt, type NodeEngine } from './engine-of.ts';

/** An image that no registry has: tasks are made from its id. */
export interface LocalImage {
  readonly service: string;
  readonly tag: string;
  readonly id: string;
}

/** What a node has to be given. */
export interface Lacking {
  readonly at: NodeEngine;
  readonly images: readonly LocalImage[];
}

/** The images that an engine has by their tags. */
export async function imagesHere(
  engine: Engine,
  images: readonly Pick<ServiceImage, 'service' | 'tag'>[],
): Promise<readonly LocalImage[]> {
  const found = await Promise.all(
    images.map(async ({ service, tag }): Promise<LocalImage | undefined> => {
      const id = await imageId(engine, tag);
      return id === undefined ? undefined : { service, tag, id };
    }),
  );
  return found.filter((image) => image !== undefined);
}

/** What an engine calls an image by its contents; undefined: it has none of that name. */
export async function imageId(engine: Engine, tag: string): Promise<string | undefined> {
  try {
    return (await engine.getImage(tag).inspect()).Id;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** The images that services are made from, live or not, as far as an engine could give them; none that a registry has. */
export async function imagesInUse(
  engine: Engine,
  { images: { registry } }: Pick<Fleet, 'images'>,
  services: readonly Pick<ObservedService, 'kind' | 'part' | 'image'>[],
): Promise<readonly LocalImage[]> {
  if (registry !== undefined) return [];
  const used = services.flatMap(({ kind, part, image }): LocalImage[] => {
    const [tag = '', id] = image.split('@');
    return kind === 'service' && id !== undefined ? [{ service: part, tag, id }] : [];
  });
  const present = await presentImages(
    engine,
    used.map(({ id }) => id),
  );
  return used.filter(({ id }) => present.has(id));
}

/** Which of these images each of the nodes does not have. */
export async function lackingAt(
  nodes: readonly NodeEngine[],
  images: readonly LocalImage[],
): Promise<readonly Lacking[]> {
  const each = [...new Map(images.map((image) => [image.id, image])).values()];
  const ids = each.map(({ id }) => id);
  const all = await Promise.all(
    nodes.map(async (at): Promise<Lacking> => {
      const present = await askAt(at, () => presentImages(at.engine, ids));
      return { at, images: each.filter(({ id }) => !present.has(id)) };
    }),
  );
  return all.filter((lacking) => lacking.images.length > 0);
}
