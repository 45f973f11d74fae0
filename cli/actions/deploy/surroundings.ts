import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import { timeoutChain } from '../../config/timeout-chain.ts';
import { Deployment, type Surroundings } from '../../deploy/deployment.ts';
import { hooksOf } from '../../deploy/hooks.ts';
import type { Journal } from '../../deploy/journal.ts';
import type { DeployRecord } from '../../deploy/record.ts';
import { warmUp } from '../../deploy/warm-up.ts';
import type { Narrator } from '../../narrator.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import type { Stage } from '../../runtimes/stage.ts';

export interface Work {
  readonly fleet: Fleet;
  readonly runtime: Runtime;
  readonly narrator: Narrator;
  /** Gives up; what was begun is undone. */
  readonly signal: AbortSignal;
}

/** All that a deploy of this fleet works with. What a rollback does not need is not loaded: clients wait for its switch. */
export function surroundingsOf(
  { fleet, runtime, narrator, signal }: Work,
  stage: Stage,
  journal: Journal,
): Surroundings {
  const hook = hooksOf(fleet, signal);
  const around: Surroundings = {
    stage,
    journal,
    settings: fleet.deploy,
    chain: timeoutChain(fleet),
    narrator,
    signal,
    clock: {
      now: () => Date.now(),
      sleep: async (ms, until) => void (await sleep(ms, undefined, until && { signal: until })),
    },
    async check(record) {
      const { requireDeployable } = await import('./checks.ts');
      const notes = await requireDeployable(fleet, record);
      await hook('pre-deploy', record);
      return notes;
    },
    async makeRoom({ kind }) {
      const { finishWarm } = await import('./finish-warm.ts');
      const warm = { fleet, journal, open: (record: DeployRecord) => new Deployment(around, record) };
      // A version that comes back may need what a contract would take away.
      const finished = await finishWarm(warm, { contract: kind === 'deploy' });
      return finished.map(({ id }) => `${id} is finished`);
    },
    async migrating(releases) {
      const { migratingOf } = await import('./migrating.ts');
      return migratingOf({ fleet, runtime }, stage, releases);
    },
    async warmUp(url, requests) {
      const { journeyToken } = await import('../verify-token.ts');
      return warmUp(url, requests, () => journeyToken(fleet)('*'));
    },
    async smoke(service, url, isOfSources) {
      const [{ createEventWatch }, { groundOf }, { requireRunning }, { smokeTest }] = await Promise.all([
        import('../../verify/events/watch.ts'),
        import('../verify-ground.ts'),
        import('../running.ts'),
        import('../../deploy/smoke.ts'),
      ]);
      await using events = createEventWatch(fleet, runtime);
      const ground = groundOf(fleet, runtime, await requireRunning(fleet, runtime), events);
      return smokeTest(ground, service, url, isOfSources, narrator, signal);
    },
    // Those who follow settings and the registry wait there for news.
    holdsRequests: (name) => fleet.services.some((service) => service.name === name && service.kind === 'config'),
    hook,
  };
  return around;
}
