import type { Narrator } from '../narrator.ts';
import { accessChecks } from './checks/access.ts';
import { fileChecks } from './checks/files.ts';
import { healthChecks } from './checks/health.ts';
import { journeyChecks } from './checks/journey.ts';
import { migrationChecks } from './checks/migrations.ts';
import { registryChecks } from './checks/registry.ts';
import type { Check, CheckResult, Target } from './contract.ts';
import { CheckSkipped } from './outcome.ts';

/** Checks are mostly waiting; of a large fleet all at once would be a load test. */
const AT_ONCE = 16;

/** Everything that can be claimed of this fleet. */
export function checksOf(target: Target, options: { smoke: boolean }): Check[] {
  const checks = [
    ...healthChecks(target),
    ...registryChecks(target),
    ...migrationChecks(),
    ...accessChecks(target),
    ...journeyChecks(target),
    ...fileChecks(target),
  ];
  return options.smoke ? checks.filter(({ writes }) => !writes) : checks;
}

/** The last lines that a service wrote. */
export type Tail = (service: string) => Promise<readonly string[]>;

/** Runs checks, several at once; results in the order of the checks. */
export async function runChecks(
  checks: readonly Check[],
  target: Target,
  tail: Tail,
  narrator: Narrator,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const waiting = checks.entries();
  const work = async () => {
    for (const [index, check] of waiting) results[index] = await runCheck(check, target, tail, narrator);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function runCheck(check: Check, target: Target, tail: Tail, narrator: Narrator): Promise<CheckResult> {
  const { area, claim, service } = check;
  const started = performance.now();
  const result = (status: CheckResult['status'], reason: string | null, log: readonly string[] = []) => {
    return { area, claim, status, durationMs: Math.round(performance.now() - started), reason, log };
  };
  try {
    const reason = await narrator.step(claim, async (step) => {
      const skipped = await skippedBecause(check, target);
      if (skipped) step.note(`skipped: ${skipped}`);
      return skipped;
    });
    return result(reason === null ? 'passed' : 'skipped', reason);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return result('failed', reason, service ? await tail(service) : []);
  }
}

/** Runs a check; null when it passed. */
async function skippedBecause(check: Check, target: Target): Promise<string | null> {
  try {
    await check.run(target);
    return null;
  } catch (error) {
    if (error instanceof CheckSkipped) return error.message;
    throw error;
  }
}
