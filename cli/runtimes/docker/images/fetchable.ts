import type { Engine } from '../engine.ts';

/** A registry that takes longer to be asked for one image would take minutes to send them all. */
const REGISTRY_MS = 3_000;

/** Whether a registry that the engine reaches has the image. */
export async function canBeFetched(engine: Engine, image: string): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), REGISTRY_MS);
  try {
    const asked = engine
      .getImage(image)
      .distribution()
      .then(
        () => true,
        () => false,
      );
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
