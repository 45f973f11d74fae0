import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BuildFailure } from 'esbuild';
import { build, isOwn } from '../../../../shared/bundle/index.ts';
import type { Fleet } from '../../../config/model.ts';
import type { Narrator } from '../../../narrator.ts';
import { layoutOf } from '../../layout.ts';
import { changeOf, writeManifest } from './manifest.ts';

/** What bundles are made by: in a clone it changes without any package changing. */
const BUNDLER = join(import.meta.dirname, '../../../../shared/bundle');
/** A time of change may be that much older than the change itself: it is that of the kernel's last tick. */
const TICK_MS = 20;

/**
 * Puts the code of all services into a few files; what several have in common, once. A thousand small files take twice the time to
 * load, and more memory. Where that cannot be done, services run from their sources, and say themselves what is wrong with them.
 * For a fleet that is down: of earlier bundles nothing is left.
 */
export async function bundle(fleet: Fleet, narrator: Narrator): Promise<void> {
  const { root, bundles } = layoutOf(fleet.root);
  await rm(bundles, { recursive: true, force: true });
  await mkdir(bundles, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(bundles, 'made-'));
  const names = fleet.services.map(({ name }) => name);
  const began = Date.now();
  try {
    const mains = Object.fromEntries(names.map((name) => [name, join(root, 'services', name, 'src', 'main.ts')]));
    const { metafile, outputFiles } = await build({ root, entryPoints: mains, folder, portable: false });
    await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
    const inputs = changesOf(Object.keys(metafile.inputs).filter(isOwn), root);
    // What was changed meanwhile may or may not be in there.
    if (Object.values(inputs).some((change) => change > began - TICK_MS)) return;
    const files = Object.fromEntries(names.map((name) => [name, join(folder, `${name}.mjs`)]));
    // What it has in common with others is in there by a name that is a hash.
    const builds = Object.fromEntries(
      names.map((name) => [name, hashOf(outputFiles.find(({ path }) => path === files[name])?.contents)]),
    );
    await writeManifest(bundles, { files, builds, inputs });
  } catch (error) {
    narrator.warn(
      `services run from their sources, which cannot be bundled: ${explain(error as Partial<BuildFailure>)}`,
    );
  }
}

/** Of packages none is looked at; npm writes a file of its own, last of all, whenever it changes one. */
function changesOf(own: readonly string[], root: string): Record<string, number> {
  const bundler = readdirSync(BUNDLER).map((name) => join(BUNDLER, name));
  const paths = [...own, ...bundler, 'node_modules/.package-lock.json'].map((path) => resolve(root, path));
  return Object.fromEntries(
    paths.flatMap((path) => {
      const change = changeOf(path);
      return change === undefined ? [] : [[path, change]];
    }),
  );
}

function hashOf(contents: Uint8Array = new Uint8Array()): string {
  return createHash('sha256').update(contents).digest('hex').slice(0, 12);
}

function explain({ errors, message }: Partial<BuildFailure>): string {
  const [first] = errors ?? [];
  const { location, text } = first ?? {};
  return location ? `${location.file}:${location.line}: ${text}` : (text ?? message ?? '');
}
