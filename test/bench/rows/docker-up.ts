import { besideCompose } from '../beside-compose.ts';
import type { Contender, Row } from '../contest.ts';
import { COMPOSE } from '../peers/compose.ts';

const settings = `Gateway, config and three domain services in three levels, PostgreSQL, RabbitMQ; images built before; ${COMPOSE} with the same images, health checks every 2 s (RabbitMQ: 5 s)`;

export const dockerUpAgain: Row = {
  name: 'docker up, nothing to do',
  measured: '`aurora up -d` of a fleet that runs on Docker and is unchanged, over `docker-compose up -d` of one',
  unit: 'ms',
  goal: 0.5,
  rounds: 7,
  settings,
  open: async () => {
    const { aurora, peer, close } = await besideCompose();
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
    const { aurora, peer, close } = await besideCompose();
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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** @param after not timed */
async function timedThen(work: () => Promise<unknown>, after: () => Promise<unknown>): Promise<number> {
  const took = await timed(work);
  await after();
  return took;
}
