import { join } from 'node:path';
import { freePort } from '../../../shared/testing/index.ts';
import type { Contender, Contest, Row } from '../contest.ts';
import { benchFleet } from '../fleet.ts';
import { type Started, start } from '../peers/start.ts';
import { prepareWatt, startWatt, WATT } from '../peers/watt.ts';

const BARE = join(import.meta.dirname, '../peers/bare-service.ts');
const settings = 'Five services on the process runtime, PostgreSQL and event relay included';

export const up: Row = {
  name: 'up',
  measured:
    '`aurora up -d` of an initialised fleet to five services ready, over five bare processes with the same libraries',
  unit: 'ms',
  goal: 1.5,
  rounds: 5,
  settings,
  finding:
    'Until all are ready a fleet spends 1.27 times the CPU of the bare processes, the CLI (0.15 s) not counted: 2.0 s beside ' +
    '1.6 s. A domain service takes 0.38 s, of which 0.17 s to load, config-service 0.49 s, the gateway 0.24 s, supervisor and ' +
    'PostgreSQL 0.2 s. A tenth of a service goes into compiling the wrappers of CommonJS packages, which the compile cache ' +
    'lacks: Node fills it before a module runs. And the levels config, domain and gateway get ready one after the other.',
  open: () => beside(fiveBare),
};

export const upBesideWatt: Row = {
  name: 'up, the peer',
  measured: "`aurora up -d` of an initialised fleet, over Watt's start of a gateway and four services to all answering",
  unit: 'ms',
  goal: 0.4,
  rounds: 5,
  settings: `${settings}; ${WATT}`,
  open: async () => beside(await watt()),
};

export const upFirst: Row = {
  name: 'up first',
  measured: '`aurora up -d` from an empty data folder, migrations and dev seeds included, over five bare processes',
  unit: 'ms',
  goal: 3,
  rounds: 5,
  settings,
  finding:
    'Both processors are busy for four fifths of it, half of that time in the kernel: `initdb` takes 1.2 s of a processor (0.9 s ' +
    'in the kernel), the five databases 0.8 s, the services 1.9 s, three seed scripts, which load their code anew, 0.5 s each. ' +
    'To load fewer services beside `initdb`, or none, moves the time and does not lessen it.',
  open: () => beside(fiveBare, ['--volumes']),
};

/** @param downFlags how to end the fleet after each sample, untimed */
async function beside(peer: Contender, downFlags: string[] = []): Promise<Contest> {
  const fleet = await benchFleet();
  const ours: Contender = {
    name: 'aurora up -d',
    async measure() {
      const began = performance.now();
      await fleet.aurora('up', '-d');
      const took = performance.now() - began;
      await fleet.aurora('down', ...downFlags);
      return took;
    },
  };
  return { contenders: [ours, peer], [Symbol.asyncDispose]: () => fleet[Symbol.asyncDispose]() };
}

const fiveBare: Contender = {
  name: 'five bare processes',
  async measure() {
    const began = performance.now();
    const started: Started[] = await Promise.all(Array.from({ length: 5 }, () => start(BARE, {})));
    const took = performance.now() - began;
    await Promise.all(started.map((process) => process[Symbol.asyncDispose]()));
    return took;
  },
};

async function watt(): Promise<Contender> {
  const folder = await prepareWatt();
  return {
    name: WATT,
    async measure() {
      const port = await freePort();
      const began = performance.now();
      const running = await startWatt(folder, port);
      const took = performance.now() - began;
      await running.stop();
      return took;
    },
  };
}
