import { AuroraError } from '../errors.ts';
import type { Narrator } from '../narrator.ts';
import type { FleetStatus } from '../runtimes/contract.ts';
import { checksOf } from '../verify/checks-of.ts';
import type { Area } from '../verify/contract.ts';
import { type Ground, runChecks } from '../verify/run.ts';

/** What can be said of one instance that nobody else asks yet. */
const AREAS: readonly Area[] = ['health', 'access'];
const LIMITS = { budgetMs: 60_000, patienceMs: 10_000 };

/**
 * What `aurora verify --smoke` claims of a service, tried at another address. Returns how much of it there was.
 * @param isOfSources whether it was made of the code as it is: of what was made before, the contracts that are kept beside the code say nothing
 * @throws AuroraError `smoke_failed`
 */
export async function smokeTest(
  ground: Ground,
  service: string,
  url: string,
  isOfSources: boolean,
  narrator: Narrator,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const areas: readonly Area[] = isOfSources ? [...AREAS, 'contracts'] : AREAS;
  const there = { ...ground, status: movedTo(ground.status, service, url) };
  const checks = await checksOf(there, { smoke: true, areas, services: [service] });
  // Pacts are a matter of what is checked before anything is started.
  const own = checks.filter(({ file }) => file !== 'contracts/pacts');
  const outcomes = await runChecks(own, there, { ...LIMITS, narrator, signal });
  const failed = outcomes.filter(({ status }) => status === 'failed');
  if (failed.length === 0) {
    const passed = outcomes.filter(({ status }) => status === 'passed').length;
    return [`${service}: ${passed} of ${outcomes.length} checks`];
  }
  const next = failed.flatMap((outcome) => outcome.next)[0];
  throw new AuroraError('smoke_failed', `${service} failed ${failed.length} of ${outcomes.length} smoke tests.`, {
    exit: 'failed',
    details: failed.map(({ claim, reason }) => `${claim}: ${reason}`),
    facts: { service },
    ...(next !== undefined && { next }),
  });
}

function movedTo(status: FleetStatus, service: string, url: string): FleetStatus {
  return { ...status, services: status.services.map((each) => (each.name === service ? { ...each, url } : each)) };
}
