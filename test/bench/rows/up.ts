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
    'Until it listens, a service spends about as much CPU as a bare process (365 to 520 ms beside 450 ms). What comes on top ' +
    'is the CLI (250 ms), the supervisor (200 ms), and that the levels config, domain and gateway get ready one after the ' +
    'other while a core idles.',
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
    'Of one run of 6.6 s: 1.0 s to prepare keys, secrets and ports, 3.2 s until PostgreSQL runs (`initdb` takes 0.9 s alone, ' +
    'more beside services that load), 0.4 s for databases and logins, 0.7 s for migrations, 0.8 s for services, 0.4 s for seeds.',
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
