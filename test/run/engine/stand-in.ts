import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../../cli/runtimes/docker/engine.ts';
import { PUBLIC_IMAGES } from '../../../cli/runtimes/docker/images/public.ts';
import { runBuild } from '../../../cli/runtimes/docker/images/run-build.ts';
import type { Recipe } from './recipes.ts';

/** What a stand-in was made from; no public image wears it. */
export const LABEL = 'aurora.stand-in';

/** Builds an image under the public one's name. */
export async function buildStandIn(engine: Engine, recipe: Recipe, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  const tag = PUBLIC_IMAGES[recipe.name];
  const context = await mkdtemp(join(tmpdir(), `aurora-stand-in-${recipe.name}-`));
  try {
    await cp(recipe.folder, context, { recursive: true });
    // Libraries go by several names, and link to each other.
    for (const { from, to } of recipe.parts)
      await cp(from, join(context, to), { recursive: true, verbatimSymlinks: true });
    const archive = spawn('tar', ['--create', '--directory', context, '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await runBuild(engine, {
      what: `The stand-in of ${tag}`,
      service: '',
      context: archive.stdout,
      options: { t: tag, labels: { [LABEL]: recipe.hash } },
      note() {},
      signal,
    });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
  tellBuilt(tag, started);
}

export function tellBuilt(what: string, started: number): void {
  process.stdout.write(`Built a stand-in: ${what} (${((performance.now() - started) / 1000).toFixed(0)} s)\n`);
}
