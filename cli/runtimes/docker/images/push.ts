import type { Fleet } from '../../../config/model.ts';
import { AuroraError } from '../../../errors.ts';
import { interruptible } from '../../../interruptible.ts';
import type { Narrator } from '../../../narrator.ts';
import type { Engine } from '../engine.ts';
import { follow } from './follow.ts';
import type { ServiceImage } from './images.ts';
import { type RegistryAuth, registryAuth } from './registry-auth.ts';

/** @throws AuroraError `no_registry` */
export function requireRegistry({ images }: Fleet): string {
  if (images.registry !== undefined) return images.registry;
  throw new AuroraError('no_registry', 'The config names no registry to push to.', {
    exit: 'usage',
    details: ['images: { registry: registry.example.org/team }'],
    next: 'add it to aurora.config.yaml, at the top or in an environment, then: aurora build --push',
  });
}

/**
 * Pushes images that are built; layers that the registry has are not sent again.
 * @throws AuroraError `push_failed`, `registry_login`, `no_registry`
 */
export async function pushImages(
  engine: Engine,
  fleet: Fleet,
  images: readonly ServiceImage[],
  narrator: Narrator,
  signal?: AbortSignal,
): Promise<void> {
  const registry = requireRegistry(fleet);
  const auth = await registryAuth(registry);
  // One after the other: they share their largest layers, which would be sent once each.
  await interruptible(signal, 'Stopped in the middle of its images.', async () => {
    for (const image of images) await pushImage(engine, image, registry, auth, narrator, signal);
  });
}

function pushImage(
  engine: Engine,
  { service, tag }: ServiceImage,
  registry: string,
  auth: RegistryAuth,
  narrator: Narrator,
  signal: AbortSignal | undefined,
) {
  return narrator.step(`push ${service}`, async ({ note }) => {
    try {
      // An engine wants to be told as whom, even as nobody.
      const told = await engine.getImage(tag).push({ authconfig: auth ?? {}, abortSignal: signal });
      const failure = await follow(engine, told, ({ status = '', id = '' }) => note(`${id} ${status}`.trim()));
      if (failure !== undefined) throw new Error(failure);
      note(tag);
    } catch (cause) {
      throw pushFailed(tag, registry, cause as Error);
    }
  });
}

function pushFailed(tag: string, registry: string, cause: Error): AuroraError {
  const denied = /denied|unauthorized|authentication|no basic auth/i.test(cause.message);
  const [host] = registry.split('/');
  return new AuroraError('push_failed', `${tag} could not be pushed.`, {
    exit: 'machine',
    details: [cause.message],
    next: denied
      ? `docker login ${host}, then: aurora build --push`
      : `see that the engine reaches ${host}, then: aurora build --push`,
    cause,
  });
}
