import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Engine } from '../../../cli/runtimes/docker/engine.ts';
import { presentImages } from '../../../cli/runtimes/docker/images/present.ts';
import { LABEL, tellBuilt } from './stand-in.ts';

export const MMDEBSTRAP = '/usr/bin/mmdebstrap';
/** As in the first line of every stand-in's Dockerfile. */
const TAG = 'aurora-stand-in/debian:latest';
const SUITE = 'bookworm';
const OPTIONS = [
  '--quiet',
  '--variant=minbase',
  '--include=ca-certificates,libstdc++6',
  // Stay in the image, as in the public ones: packages install in half the time, and without what nobody reads in a container.
  '--dpkgopt=force-unsafe-io',
  ...['doc', 'man', 'locale'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
];

/** The image that all stand-ins begin with, made of Debian's packages. */
export async function ensureDebian(engine: Engine, scratch: string, signal: AbortSignal): Promise<void> {
  if ((await presentImages(engine, [TAG])).size > 0) return;
  const started = performance.now();
  const archive = join(scratch, 'debian.tar');
  await promisify(execFile)(MMDEBSTRAP, [...OPTIONS, SUITE, archive], { signal });
  const progress = await engine.importImage(archive, { repo: TAG, changes: `LABEL ${LABEL}=${SUITE}` });
  await new Promise<void>((resolve, reject) => {
    engine.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()));
  });
  tellBuilt(`Debian ${SUITE}`, started);
}
