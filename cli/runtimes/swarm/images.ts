import type { AuthConfig } from 'dockerode';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import { type Engine, statusOf } from '../docker/engine.ts';
import { buildImages } from '../docker/images/build.ts';
import type { ServiceImage } from '../docker/images/images.ts';
import { presentImages } from '../docker/images/present.ts';
import { pushImages } from '../docker/images/push.ts';
import { registryAuth } from '../docker/images/registry-auth.ts';
import type { ContainerSpec } from '../docker/spec.ts';
import { observeNodes } from './observe.ts';

/** A registry that takes longer does not know the image, as far as anybody can tell. */
const REGISTRY_MS = 3_000;

/** What a task is to be made from, and who its node says it is to the registry. */
export interface TaskImage {
  readonly image: string;
  readonly auth: AuthConfig | undefined;
}

/**
 * Pinned by digest where a registry says which that is: every node runs the same, whatever the tag is given to later.
 * @param known the digest, of what has run before
 */
export async function taskImage(
  engine: Engine,
  fleet: Fleet,
  { image, kind }: ContainerSpec,
  known?: string | null,
): Promise<TaskImage> {
  const { registry } = fleet.images;
  // Without a registry of its own, the name would be looked for where everybody may have taken it.
  if (kind === 'service' && registry === undefined) return { image, auth: undefined };
  const auth = kind === 'service' && registry !== undefined ? await registryAuth(registry) : undefined;
  const digest = known ?? (await digestOf(engine, image, auth));
  return { image: digest === undefined ? image : `${image}@${digest}`, auth };
}

/** What the registry of the fleet calls these images by their contents; undefined: it knows none of that name, or does not answer. */
export async function digestsOf(
  engine: Engine,
  { images: { registry } }: Fleet,
  tags: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const auth = registry === undefined ? undefined : await registryAuth(registry);
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
  const tags = images.map(({ tag }) => tag);
  if (fleet.images.registry === undefined) {
    const present = await presentImages(engine, tags);
    return images.filter(({ tag }) => !present.has(tag)).map(({ service }) => service);
  }
  const digests = await digestsOf(engine, fleet, tags);
  return images.filter((_, index) => digests[index] === undefined).map(({ service }) => service);
}

/**
 * Builds them on the manager's node, and puts them where the others find them.
 * @throws AuroraError `no_registry` where there are others, and nothing that brings images to them
 */
export async function provideOnSwarm(
  engine: Engine,
  fleet: Fleet,
  images: readonly ServiceImage[],
  narrator: Narrator,
  signal: AbortSignal | undefined,
): Promise<void> {
  await requireWay(engine, fleet);
  await buildImages(engine, fleet, images, narrator, signal);
  if (fleet.images.registry !== undefined) await pushImages(engine, fleet, images, narrator, signal);
}

/** @throws AuroraError `no_registry` */
export async function requireWay(engine: Engine, fleet: Fleet): Promise<void> {
  const nodes = await observeNodes(engine);
  if (fleet.images.registry !== undefined || nodes.length <= 1) return;
  throw new AuroraError('no_registry', `The swarm has ${nodes.length} nodes, and the config names no registry.`, {
    exit: 'usage',
    details: [
      'What is built on one node the others fetch from a registry.',
      'images: { registry: registry.example.org/team }',
    ],
    next: 'add it to aurora.config.yaml, at the top or in an environment, then: aurora up -d',
  });
}
