import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildFailure } from 'esbuild';
import { build } from '../../../../shared/bundle/index.ts';
import type { Fleet } from '../../../config/model.ts';
import type { Narrator } from '../../../narrator.ts';
import { bundledInputs } from '../../bundled-inputs.ts';
import { layoutOf } from '../../layout.ts';
import { writeManifest } from './manifest.ts';

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
    const inputs = bundledInputs(Object.keys(metafile.inputs), root, began);
    if (inputs === undefined) return;
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

function hashOf(contents: Uint8Array = new Uint8Array()): string {
  return createHash('sha256').update(contents).digest('hex').slice(0, 12);
}

function explain({ errors, message }: Partial<BuildFailure>): string {
  const [first] = errors ?? [];
  const { location, text } = first ?? {};
  return location ? `${location.file}:${location.line}: ${text}` : (text ?? message ?? '');
}
