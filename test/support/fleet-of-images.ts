import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { loadFleet } from '../../cli/config/load.ts';
import type { Fleet } from '../../cli/config/model.ts';
import { connectEngine, type Engine } from '../../cli/runtimes/docker/engine.ts';
import { repository } from './aurora.ts';

const PARTS = ['.dockerignore', 'Dockerfile', 'migrations', 'package-lock.json', 'package.json', 'services', 'shared'];

export interface FleetOfImages extends AsyncDisposable {
  readonly root: string;
  readonly fleet: Fleet;
  /** Replaces text in one of its files. */
  edit(file: string, from: string | RegExp, to: string): Promise<void>;
}

/** The fleet of this repository by another name, in a folder of its own; its images are gone after. */
export async function fleetOfImages(registry?: string): Promise<FleetOfImages> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'aurora-images-')));
  const wanted = (path: string) =>
    path === '' || (PARTS.includes(path.split(sep)[0] ?? '') && !path.includes('node_modules'));
  await cp(repository, root, { recursive: true, filter: (source) => wanted(relative(repository, source)) });
  const name = `t${randomBytes(4).toString('hex')}`;
  const file = join(root, 'aurora.config.yaml');
  const images = registry === undefined ? '' : `images: { registry: '${registry}' }\n`;
  const config = await readFile(join(repository, 'aurora.config.yaml'), 'utf8');
  await writeFile(file, config.replace(/^name: .*$/m, `name: ${name}`) + images);
  return {
    root,
    fleet: await loadFleet({ file }),
    async edit(path, from, to) {
      const text = await readFile(join(root, path), 'utf8');
      const edited = text.replace(from, to);
      if (edited === text) throw new Error(`${path} has no ${from}`);
      await writeFile(join(root, path), edited);
    },
    async [Symbol.asyncDispose]() {
      await rm(root, { recursive: true, force: true });
      await removeImages(await connectEngine(), name);
    },
  };
}

async function removeImages(engine: Engine, fleet: string): Promise<void> {
  const images = await engine.listImages();
  const own = images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.includes(`${fleet}/`));
  for (const tag of own) await engine.getImage(tag).remove();
}
