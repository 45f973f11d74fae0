import type { Narrator } from '../narrator.ts';
import { accessChecks } from './checks/access.ts';
import { fileChecks } from './checks/files.ts';
import { healthChecks } from './checks/health.ts';
import { journeyChecks } from './checks/journey.ts';
import { migrationChecks } from './checks/migrations.ts';
import { registryChecks } from './checks/registry.ts';
import type { Check, CheckResult, Subject } from './contract.ts';

/** Everything that can be claimed of this fleet. */
export function checksOf(subject: Subject, options: { smoke: boolean }): Check[] {
  const checks = [
    ...healthChecks(subject),
    ...registryChecks(subject),
    ...migrationChecks(),
    ...accessChecks(subject),
    ...journeyChecks(subject),
    ...fileChecks(subject),
  ];
  return options.smoke ? checks.filter(({ writes }) => !writes) : checks;
}

/** Runs all checks at once; results in the order of the checks. */
export function runChecks(
  checks: readonly Check[],
  subject: Subject,
  tail: (service: string) => Promise<readonly string[]>,
  narrator: Narrator,
): Promise<CheckResult[]> {
  return Promise.all(checks.map((check) => runCheck(check, subject, tail, narrator)));
}

async function runCheck(
  check: Check,
  subject: Subject,
  tail: (service: string) => Promise<readonly string[]>,
  narrator: Narrator,
): Promise<CheckResult> {
  const { area, claim, service } = check;
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  try {
    await narrator.step(claim, () => check.run(subject));
    return { area, claim, passed: true, durationMs: elapsed(), reason: null, log: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const durationMs = elapsed();
    return { area, claim, passed: false, durationMs, reason, log: service ? await tail(service) : [] };
  }
}
