import { existsSync } from 'node:fs';
import { connectEngine, type Engine } from '../../../cli/runtimes/docker/engine.ts';
import { fetchImage } from '../../../cli/runtimes/docker/images/fetch.ts';
import { canBeFetched } from '../../../cli/runtimes/docker/images/fetchable.ts';
import { presentImages } from '../../../cli/runtimes/docker/images/present.ts';
import { PUBLIC_IMAGES } from '../../../cli/runtimes/docker/images/public.ts';
import { ensureDebian, MMDEBSTRAP } from './debian.ts';
import { type Recipe, readRecipes } from './recipes.ts';
import { buildStandIn, LABEL } from './stand-in.ts';

/**
 * Sees to it that the engine has every public image of which there is a stand-in: its own, else one from the registry, else the
 * stand-in (root on Debian). Of a stand-in that was made from another recipe a new one is made.
 */
export async function provideImages(scratch: string, signal: AbortSignal): Promise<void> {
  const engine = await connectEngine();
  const wanted = await absentOrOld(engine, await readRecipes());
  const [first] = wanted;
  if (first === undefined) return;
  if (await canBeFetched(engine, PUBLIC_IMAGES[first.name])) return fetchAll(engine, wanted, signal);
  if (process.getuid?.() !== 0 || !existsSync(MMDEBSTRAP)) return;
  await ensureDebian(engine, scratch, signal);
  // Two at once: each waits for its downloads first.
  const waiting = wanted.values();
  const worker = async () => {
    for (const recipe of waiting) await buildStandIn(engine, recipe, signal);
  };
  await Promise.all([worker(), worker()]);
  await engine.pruneImages({ filters: { dangling: ['true'], label: [LABEL] } });
}

async function absentOrOld(engine: Engine, recipes: readonly Recipe[]): Promise<Recipe[]> {
  const present = await presentImages(engine, Object.values(PUBLIC_IMAGES));
  const wanted = recipes.map(async (recipe) => {
    const tag = PUBLIC_IMAGES[recipe.name];
    if (!present.has(tag)) return [recipe];
    const made = (await engine.getImage(tag).inspect()).Config.Labels?.[LABEL];
    return made === undefined || made === recipe.hash ? [] : [recipe];
  });
  return (await Promise.all(wanted)).flat();
}

async function fetchAll(engine: Engine, wanted: readonly Recipe[], signal: AbortSignal): Promise<void> {
  for (const { name } of wanted) {
    signal.throwIfAborted();
    process.stdout.write(`Fetching ${PUBLIC_IMAGES[name]} …\n`);
    await fetchImage(engine, PUBLIC_IMAGES[name], { note() {} });
  }
}
