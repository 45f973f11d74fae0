import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployRecord } from '../../../cli/deploy/record.ts';
import { type BesideCompose, besideCompose } from '../beside-compose.ts';
import type { Contender, Contest, Row } from '../contest.ts';
import { lossAt } from '../failed-at.ts';
import { COMPOSE } from '../peers/compose.ts';

const SERVICE = 'subject-service';
const RATE = 500;
const CONNECTIONS = 50;
const CUTOVER_MS = 200;
const ROLLBACK_MS = 500;
const fleet = 'Gateway, config and three domain services on Docker, PostgreSQL, RabbitMQ';
/** The peer neither holds nor watches. */
const AT_ONCE = 'deploy: { holdSeconds: 0, watchSeconds: 0 }';

export const deployCutover: Row = {
  name: 'deploy, cutover',
  measured: `The switch of one service from the old version to the new one, which is healthy, over ${CUTOVER_MS} ms`,
  unit: 'ms',
  goal: 1,
  rounds: 5,
  settings: `${fleet}; as \`aurora deploy --blue-green\` tells it`,
  open: () =>
    openAurora(CUTOVER_MS, async ({ aurora }) => {
      const said = await aurora('deploy', '--blue-green', '--force', '--service', SERVICE, '--json');
      return (JSON.parse(said) as DeployRecord).switchMs ?? Number.NaN;
    }),
};

export const deployRollback: Row = {
  name: 'deploy, rollback',
  measured: `From \`aurora rollback\` until the old version, which still stands, has all requests and events of one service, over ${ROLLBACK_MS} ms`,
  unit: 'ms',
  goal: 1,
  rounds: 5,
  settings: `${fleet}; from the start of the command to the end of its cutover`,
  open: () =>
    openAurora(ROLLBACK_MS, async ({ aurora }) => {
      await aurora('deploy', '--blue-green', '--force', '--service', SERVICE);
      const began = Date.now();
      const { phases } = JSON.parse(await aurora('rollback', '--json')) as DeployRecord;
      return Date.parse(phases.find(({ name }) => name === 'cutover')?.endedAt ?? '') - began;
    }),
};

export const deployWhole: Row = {
  name: 'deploy',
  measured: `\`aurora deploy --blue-green\` of one service whose code has changed, over \`docker-compose up -d --build\` of it until it takes requests`,
  unit: 'ms',
  goal: 1.5,
  rounds: 5,
  settings: `${fleet}; ${COMPOSE} with the same code, Dockerfile and packages; health neither held nor watched for a time, for the peer does neither`,
  open: async () => {
    const both = await openBoth();
    return {
      contenders: [
        { name: 'aurora deploy', measure: async () => timed(both, () => deploy(both)) },
        { name: `${COMPOSE} up -d --build`, measure: async () => timed(both, () => both.peer.redeploy(SERVICE)) },
      ],
      [Symbol.asyncDispose]: both.close,
    };
  },
};

export const deployLoss: Row = {
  name: 'deploy, loss',
  measured: `Failed requests of one deploy of a service under ${RATE} req/s, over those of a redeploy by ${COMPOSE}`,
  unit: 'failed',
  goal: 0,
  rounds: 20,
  settings: `${fleet}; GET of a page of one on the service's own port, ${CONNECTIONS} connections that are kept, nothing tried twice; both under load from before the command until a second after it`,
  open: async () => {
    const both = await openBoth();
    const contender = (name: string, whose: 'aurora' | 'compose', work: () => Promise<unknown>): Contender => ({
      name,
      async measure() {
        await change(both);
        const url = `${both.urlOf(whose, SERVICE)}/api/v1/subjects?limit=1`;
        const headers = { authorization: `Bearer ${await both.tokenOf(whose)}` };
        const { status } = await fetch(url, { headers });
        if (status !== 200) throw new Error(`${name} answers ${status} before anything is deployed`);
        const load = { url, headers, rate: RATE, connections: CONNECTIONS };
        const { failed, requests } = await lossAt(load, work);
        console.log(`  ${name}: ${failed} of ${requests}`);
        return failed;
      },
    });
    return {
      contenders: [
        contender('aurora deploy', 'aurora', () => deploy(both)),
        contender(`${COMPOSE} up -d --build`, 'compose', () => both.peer.redeploy(SERVICE)),
      ],
      [Symbol.asyncDispose]: both.close,
    };
  },
};

async function openAurora(goal: number, measure: (both: BesideCompose) => Promise<number>): Promise<Contest> {
  const both = await besideCompose(AT_ONCE);
  try {
    await both.aurora('up', '-d', '--no-seed');
  } catch (error) {
    await both.close();
    throw error;
  }
  return {
    contenders: [
      { name: 'aurora', measure: () => measure(both) },
      { name: 'the goal', measure: async () => goal },
    ],
    [Symbol.asyncDispose]: both.close,
  };
}

async function openBoth(): Promise<BesideCompose> {
  const both = await besideCompose(AT_ONCE);
  try {
    await both.aurora('up', '-d', '--no-seed');
    await both.peer.up();
    return both;
  } catch (error) {
    await both.close();
    throw error;
  }
}

function deploy({ aurora }: BesideCompose): Promise<string> {
  return aurora('deploy', '--blue-green', '--service', SERVICE);
}

/** Both deploy a program that nobody has built yet: of another comment a bundle is the same, and so is the peer's image, which it then leaves as it runs. */
let changes = 0;
async function change({ shop }: BesideCompose): Promise<void> {
  await appendFile(join(shop.root, `services/${SERVICE}/src/main.ts`), `process.title = 'change ${++changes}';\n`);
}

async function timed(both: BesideCompose, work: () => Promise<unknown>): Promise<number> {
  await change(both);
  const began = performance.now();
  await work();
  return performance.now() - began;
}
