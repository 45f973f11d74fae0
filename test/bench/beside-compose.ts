import { execFile } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { loadFleet } from '../../cli/config/load.ts';
import { imagesOf } from '../../cli/runtimes/docker/images/images.ts';
import { programFiles } from '../../cli/runtimes/docker/images/program.ts';
import { layoutOf } from '../../cli/runtimes/layout.ts';
import { freePort } from '../../shared/testing/index.ts';
import { repository } from '../support/aurora.ts';
import { dockerMissing } from '../support/docker.ts';
import { type FleetOfImages, fleetOfImages } from '../support/fleet-of-images.ts';
import { Missing } from './missing.ts';
import { type ComposePeer, composePeer } from './peers/compose.ts';

const run = promisify(execFile);

export interface BesideCompose {
  readonly shop: FleetOfImages;
  /** What it prints. */
  aurora(...args: string[]): Promise<string>;
  readonly peer: ComposePeer;
  /** What each takes for whoever may read. */
  tokenOf(whose: 'aurora' | 'compose'): Promise<string>;
  /** Where each has a service on this machine. */
  urlOf(whose: 'aurora' | 'compose', service: string): string;
  close(): Promise<void>;
}

/**
 * The fleet of this repository by another name, its images, and the peer with the same ones; neither runs.
 * @param settings lines of the config
 */
export async function besideCompose(settings = ''): Promise<BesideCompose> {
  if (dockerMissing) throw new Missing('docker.io', dockerMissing);
  const shop = await fleetOfImages();
  // Checks load the migrations, as on a machine where the fleet's packages are installed.
  await symlink(join(repository, 'node_modules'), join(shop.root, 'node_modules'));
  if (settings !== '') await shop.edit('aurora.config.yaml', 'infrastructure:\n', `${settings}\n\ninfrastructure:\n`);
  for (const { port } of shop.fleet.services) {
    await shop.edit('aurora.config.yaml', `port: ${port}`, `port: ${await freePort()}`);
  }
  const aurora = async (...args: string[]) => {
    const env = { ...process.env, AURORA_RUNTIME: 'docker' };
    const { stdout } = await run(join(repository, 'bin/aurora'), args, { cwd: shop.root, maxBuffer: 1e8, env });
    return stdout;
  };
  const leave = async () => {
    await aurora('down', '--volumes');
    await shop[Symbol.asyncDispose]();
  };
  try {
    // Generated anew by its other name: a deploy holds a version to the contracts of its events.
    await cp(join(repository, '.aurora/generated'), join(shop.root, '.aurora/generated'), { recursive: true });
    await aurora('generate');
    await run('npm', ['install', '--package-lock-only', '--ignore-scripts'], { cwd: shop.root });
    // Makes images and keys; later ones are timed.
    await aurora('up', '-d', '--no-seed');
    const fleet = await loadFleet({ file: shop.fleet.file });
    const ports = new Map(await Promise.all(fleet.services.map(async ({ name }) => [name, await freePort()] as const)));
    // What Aurora sends along with a build, for the peer to have it in its own.
    for (const { path, contents } of await programFiles(shop.root)) {
      await mkdir(dirname(join(shop.root, path)), { recursive: true });
      await writeFile(join(shop.root, path), contents);
    }
    const peer = await composePeer(
      fleet,
      await imagesOf(fleet),
      layoutOf(fleet.root).secrets,
      (name) => ports.get(name) ?? 0,
    );
    // The peer keeps these keys; Aurora's go with its data.
    const token = (await aurora('token')).trim();
    await aurora('down', '--volumes');
    return {
      shop,
      aurora,
      peer,
      tokenOf: async (whose) => (whose === 'compose' ? token : (await aurora('token')).trim()),
      urlOf(whose, service) {
        const own = fleet.services.find(({ name }) => name === service)?.port;
        return `http://127.0.0.1:${whose === 'aurora' ? own : ports.get(service)}`;
      },
      close: async () => {
        await peer[Symbol.asyncDispose]();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}
