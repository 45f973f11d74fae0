import { type Engine, statusOf } from '../engine.ts';

/** Those of the images that the engine has. Asked one by one: to list them takes an engine with many images a quarter of a second. */
export async function presentImages(engine: Engine, tags: readonly string[]): Promise<ReadonlySet<string>> {
  const present = new Set<string>();
  await Promise.all(
    [...new Set(tags)].map(async (tag) => {
      try {
        await engine.getImage(tag).inspect();
        present.add(tag);
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    }),
  );
  return present;
}
