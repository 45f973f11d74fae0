import type { Engine } from '../engine.ts';

/** Those of the images that the engine has. */
export async function presentImages(engine: Engine, tags: readonly string[]): Promise<ReadonlySet<string>> {
  const images = await engine.listImages({ filters: { reference: [...new Set(tags)] } });
  return new Set(images.flatMap(({ RepoTags }) => RepoTags ?? []));
}
