import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadFleet } from '../../../cli/config/load.ts';
import { imagesOf } from '../../../cli/runtimes/docker/images/images.ts';
import { layoutOf } from '../../../cli/runtimes/layout.ts';
import { freePort } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { dockerMissing } from '../../support/docker.ts';
import { fleetOfImages } from '../../support/fleet-of-images.ts';
import type { Contender, Row } from '../contest.ts';
import { Missing } from '../missing.ts';
import { COMPOSE, type ComposePeer, composePeer } from '../peers/compose.ts';

const run = promisify(execFile);
const settings = `Gateway, config and three domain services in three levels, PostgreSQL, RabbitMQ; images built before; ${COMPOSE} with the same images, health checks every 2 s (RabbitMQ: 5 s)`;

export const dockerUpAgain: Row = {
  name: 'docker up, nothing to do',
  measured: '`aurora up -d` of a fleet that runs on Docker and is unchanged, over `docker-compose up -d` of one',
  unit: 'ms',
  goal: 0.5,
  rounds: 7,
  settings,
  open: async () => {
    const { aurora, peer, close } = await both();
    try {
      await aurora('up', '-d', '--no-seed');
      await peer.up();
    } catch (error) {
      await close();
      throw error;
    }
    const contenders = [
      { name: 'aurora up -d', measure: () => timed(() => aurora('up', '-d', '--no-seed')) },
      { name: `${COMPOSE} up -d`, measure: () => timed(() => peer.compose('up', '-d')) },
    ] as const;
    return { contenders, [Symbol.asyncDispose]: close };
  },
};

export const dockerUpCold: Row = {
  name: 'docker up, cold',
  measured:
    '`aurora up -d` on Docker without containers and data to all ready, migrations included, over `docker-compose up -d` and polling until all take requests',
  unit: 'ms',
  goal: 0.9,
  rounds: 5,
  settings: `${settings}; migrations before each service starts`,
  open: async () => {
    const { aurora, peer, close } = await both();
    const ours: Contender = {
      name: 'aurora up -d',
      measure: () =>
        timedThen(
          () => aurora('up', '-d', '--no-seed'),
          () => aurora('down', '--volumes'),
        ),
    };
    const theirs: Contender = {
      name: `${COMPOSE} up -d`,
      measure: () =>
        timedThen(
          () => peer.up(),
          () => peer.compose('down', '--volumes'),
        ),
    };
    return { contenders: [ours, theirs], [Symbol.asyncDispose]: close };
  },
};

interface Both {
  aurora(...args: string[]): Promise<void>;
  readonly peer: ComposePeer;
  close(): Promise<void>;
}

/** The fleet of this repository by another name, its images, and the peer with the same ones. */
async function both(): Promise<Both> {
  if (dockerMissing) throw new Missing('docker.io', dockerMissing);
  const shop = await fleetOfImages();
  for (const { port } of shop.fleet.services) {
    await shop.edit('aurora.config.yaml', `port: ${port}`, `port: ${await freePort()}`);
  }
  const aurora = async (...args: string[]) => {
    await run(join(repository, 'bin/aurora'), args, {
      cwd: shop.root,
      maxBuffer: 1e8,
      env: { ...process.env, AURORA_RUNTIME: 'docker' },
    });
  };
  const leave = async () => {
    await aurora('down', '--volumes');
    await shop[Symbol.asyncDispose]();
  };
  try {
    // Makes images and keys; later ones are timed.
    await aurora('up', '-d', '--no-seed');
    const fleet = await loadFleet({ file: shop.fleet.file });
    const ports = new Map(await Promise.all(fleet.services.map(async ({ name }) => [name, await freePort()] as const)));
    const peer = await composePeer(
      fleet,
      await imagesOf(fleet),
      layoutOf(fleet.root).secrets,
      (name) => ports.get(name) ?? 0,
    );
    await aurora('down', '--volumes');
    return {
      aurora,
      peer,
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

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** @param after not timed */
async function timedThen(work: () => Promise<void>, after: () => Promise<void>): Promise<number> {
  const took = await timed(work);
  await after();
  return took;
}
