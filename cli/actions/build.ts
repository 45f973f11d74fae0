import type { Fleet } from '../config/model.ts';
import type { Narrator } from '../narrator.ts';
import { askEngine, connectEngine, engineUnreachable } from '../runtimes/docker/engine.ts';
import { buildImages } from '../runtimes/docker/images/build.ts';
import { imagesOf, type ServiceImage } from '../runtimes/docker/images/images.ts';
import { pushImages, requireRegistry } from '../runtimes/docker/images/push.ts';
import { requireServices } from './running.ts';

export interface BuildWish {
  /** Empty: all. */
  readonly services: readonly string[];
  readonly push: boolean;
  readonly signal: AbortSignal;
}

export interface Built extends ServiceImage {
  /** `built` now, or `unchanged`: the engine had it. */
  readonly state: 'built' | 'unchanged';
  readonly pushed: boolean;
}

/** Makes the images of services, where their sources have changed. */
export async function build(
  fleet: Fleet,
  { services, push, signal }: BuildWish,
  narrator: Narrator,
): Promise<readonly Built[]> {
  requireServices(fleet, services);
  if (push) requireRegistry(fleet);
  const images = await imagesOf(fleet, services.length > 0 ? services : undefined);
  const answer = await askEngine();
  if ('refusal' in answer) throw engineUnreachable(answer.refusal);
  const engine = await connectEngine();
  const built = new Set(await buildImages(engine, fleet, images, narrator, signal));
  if (push) await pushImages(engine, fleet, images, narrator, signal);
  return images.map((image) => ({ ...image, state: built.has(image) ? 'built' : 'unchanged', pushed: push }));
}
