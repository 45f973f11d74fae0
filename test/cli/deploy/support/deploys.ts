import { newRecord } from '../../../../cli/actions/deploy/deploy.ts';
import { resolveDeploy } from '../../../../cli/config/deploy.ts';
import { timeoutChain } from '../../../../cli/config/timeout-chain.ts';
import { changesOf } from '../../../../cli/deploy/change.ts';
import { Deployment, type Surroundings } from '../../../../cli/deploy/deployment.ts';
import type { Journal } from '../../../../cli/deploy/journal.ts';
import type { DeployRecord } from '../../../../cli/deploy/record.ts';
import type { Narrator } from '../../../../cli/narrator.ts';
import { fleetOf } from '../../runtimes/support/fleet.ts';
import type { World } from './world.ts';

const silent: Narrator = {
  step: (_title, work) => work({ note: () => undefined }),
  info: () => undefined,
  warn: () => undefined,
};

/** Written and read in memory; a kill comes before a record is written, or after. */
export function journalIn(world: World): Journal {
  const records = new Map<string, DeployRecord>();
  return {
    write(record) {
      world.act();
      records.set(record.id, structuredClone(record));
      world.act();
    },
    read: (id) => records.get(id) as DeployRecord,
    all: () => [...records.values()].toReversed(),
  };
}

export interface Scene {
  readonly world: World;
  readonly journal: Journal;
  readonly signal?: AbortSignal;
  /** Services without anything to migrate. */
  readonly settled?: readonly string[];
}

/** A deploy of all services of a world, that nobody has begun. */
export async function newDeploy(
  { world }: Scene,
  wish: { pause?: boolean; canary?: readonly number[] } = {},
): Promise<DeployRecord> {
  const { pause = false, canary = [] } = wish;
  const changes = changesOf(await world.stage.releases(world.services), await world.stage.observe());
  return newRecord({ fleet: fleetOf() }, 'ada@host', { skip: [], pause, canary }, changes);
}

export function deploymentOf(
  { world, journal, signal = new AbortController().signal, settled = [] }: Scene,
  record: DeployRecord,
): Deployment {
  const settings = { ...resolveDeploy(), readySeconds: 5, holdSeconds: 1, watchSeconds: 2 };
  const around: Surroundings = {
    stage: world.stage,
    journal,
    settings,
    chain: timeoutChain({ defaults: { timeoutMs: 2000, retries: 2, logLevel: 'info' }, deploy: settings }),
    narrator: silent,
    signal,
    clock: {
      now: () => world.now,
      async sleep(ms, until) {
        until?.throwIfAborted();
        world.act(ms);
      },
    },
    check: async () => [],
    makeRoom: async () => [],
    migrating: async (releases) => releases.filter(({ service }) => !settled.includes(service)),
    warmUp: async () => 1,
    smoke: async () => [],
    holdsRequests: (service) => service === 'config',
    hook: async () => undefined,
  };
  return new Deployment(around, record);
}
