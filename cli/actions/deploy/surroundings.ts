import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import { timeoutChain } from '../../config/timeout-chain.ts';
import type { Surroundings } from '../../deploy/deployment.ts';
import { hooksOf } from '../../deploy/hooks.ts';
import type { Journal } from '../../deploy/journal.ts';
import { smokeTest } from '../../deploy/smoke.ts';
import { warmUp } from '../../deploy/warm-up.ts';
import type { Narrator } from '../../narrator.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import type { Stage } from '../../runtimes/stage.ts';
import { createEventWatch } from '../../verify/events/watch.ts';
import { requireRunning } from '../running.ts';
import { groundOf } from '../verify-ground.ts';
import { journeyToken } from '../verify-token.ts';
import { requireDeployable } from './checks.ts';
import { migratingOf } from './migrating.ts';

export interface Work {
  readonly fleet: Fleet;
  readonly runtime: Runtime;
  readonly narrator: Narrator;
  /** Gives up; what was begun is undone. */
  readonly signal: AbortSignal;
}

/** All that a deploy of this fleet works with. */
export function surroundingsOf(
  { fleet, runtime, narrator, signal }: Work,
  stage: Stage,
  journal: Journal,
): Surroundings {
  const hook = hooksOf(fleet, signal);
  return {
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
      const notes = await requireDeployable(fleet, record);
      await hook('pre-deploy', record);
      return notes;
    },
    migrating: (releases) => migratingOf({ fleet, runtime }, stage, releases),
    warmUp: (url, requests) => warmUp(url, requests, () => journeyToken(fleet)('*')),
    async smoke(service, url) {
      await using events = createEventWatch(fleet, runtime);
      const ground = groundOf(fleet, runtime, await requireRunning(fleet, runtime), events);
      return smokeTest(ground, service, url, narrator, signal);
    },
    // Those who follow settings and the registry wait there for news.
    holdsRequests: (name) => fleet.services.some((service) => service.name === name && service.kind === 'config'),
    hook,
  };
}
