import type { AuthConfig } from 'dockerode';
import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import { type Engine, statusOf } from '../docker/engine.ts';
import { buildImages } from '../docker/images/build.ts';
import { imageMissing } from '../docker/images/image-missing.ts';
import type { ServiceImage } from '../docker/images/images.ts';
import { pushImages } from '../docker/images/push.ts';
import { registryAuth } from '../docker/images/registry-auth.ts';
import type { ContainerSpec } from '../docker/spec.ts';
import { imageId } from './nodes/local-images.ts';

/** A registry that takes longer does not know the image, as far as anybody can tell. */
const REGISTRY_MS = 3_000;

/** What a task is to be made from, and who its node says it is to the registry. */
export interface TaskImage {
  readonly image: string;
  readonly auth: AuthConfig | undefined;
}

/**
 * Pinned by digest where a registry says which that is, by its id where there is none: every node runs the same, whatever the tag is given
 * to later.
 * @param known the digest or id, of what has run before
 * @throws AuroraError `image_missing`
 */
export async function taskImage(
  engine: Engine,
  fleet: Fleet,
  { image, kind, part }: ContainerSpec,
  known?: string | null,
): Promise<TaskImage> {
  const { registry } = fleet.images;
  // By its name, each node would ask for it where everybody may have taken that. An id nobody asks for anywhere.
  if (kind === 'service' && registry === undefined) {
    const id = known ?? (await imageId(engine, image));
    if (id === undefined) throw imageMissing(fleet, part, image);
    return { image: id, auth: undefined };
  }
  const auth = kind === 'service' && registry !== undefined ? await registryAuth(registry) : undefined;
  const digest = known ?? (await digestOf(engine, image, auth));
  return { image: digest === undefined ? image : `${image}@${digest}`, auth };
}

/**
 * What these images are called by their contents: in the registry of the fleet, else by the manager's engine. Undefined: there is none of that
 * name, or nobody answers.
 */
export async function contentsOf(
  engine: Engine,
  { images: { registry } }: Fleet,
  tags: readonly string[],
): Promise<readonly (string | undefined)[]> {
  if (registry === undefined) return Promise.all(tags.map((tag) => imageId(engine, tag)));
  const auth = await registryAuth(registry);
  return Promise.all(tags.map((tag) => digestOf(engine, tag, auth)));
}

async function digestOf(engine: Engine, image: string, auth: AuthConfig | undefined): Promise<string | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), REGISTRY_MS);
  try {
    const asked = engine.getImage(image).distribution(auth && { authconfig: auth }) as Promise<Distribution>;
    return (await Promise.race([asked, late]))?.Descriptor?.digest;
  } catch (error) {
    // No registry has it, or none is reached: the engine's word for either is an error of its own.
    if (statusOf(error) !== undefined) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** What an engine tells of an image that a registry has. */
interface Distribution {
  readonly Descriptor?: { readonly digest?: string };
}

/** Those that have to be built, or put into the registry, before nodes can run them. */
export async function missingOnSwarm(
  engine: Engine,
  fleet: Fleet,
  images: readonly ServiceImage[],
): Promise<readonly string[]> {
  const there = await contentsOf(
    engine,
    fleet,
    images.map(({ tag }) => tag),
  );
  return images.filter((_, index) => there[index] === undefined).map(({ service }) => service);
}

/**
 * Builds them on the manager's node; where there is a registry, it has them then. Without one, bringImages is what comes next.
 * @throws AuroraError `build_failed`, `push_failed`
 */
export async function provideOnSwarm(
  engine: Engine,
  fleet: Fleet,
  images: readonly ServiceImage[],
  narrator: Narrator,
  signal: AbortSignal | undefined,
): Promise<void> {
  await buildImages(engine, fleet, images, narrator, signal);
  if (fleet.images.registry !== undefined) await pushImages(engine, fleet, images, narrator, signal);
}
