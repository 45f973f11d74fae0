import type { Fleet } from '../config/model.ts';
import { interruptible } from '../interruptible.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { type Choice, checksOf } from '../verify/checks-of.ts';
import { createEventWatch } from '../verify/events/watch.ts';
import { withEvidence } from '../verify/evidence.ts';
import { type Run, reportOf, type VerifyReport } from '../verify/report.ts';
import { runChecks } from '../verify/run.ts';
import { requireRunning, requireServices } from './running.ts';
import { groundOf } from './verify-ground.ts';

export interface VerifyOptions extends Choice {
  /** For one run; what is not done then has failed. */
  readonly budgetMs?: number | undefined;
  /** How often all of it, in a row. */
  readonly repeat?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const BUDGET_MS = 2 * 60_000;
const PATIENCE_MS = 10_000;

/** Checks the running fleet from outside, as its clients meet it. @throws AuroraError `interrupted`, once what was made is taken away again */
export async function verify(
  fleet: Fleet,
  runtime: Runtime,
  { budgetMs = BUDGET_MS, repeat = 1, signal, ...choice }: VerifyOptions,
  narrator: Narrator,
): Promise<VerifyReport> {
  requireServices(fleet, choice.services ?? []);
  const runs: Run[] = [];
  await interruptible(signal, 'Stopped on the way; what verify had made is taken away again.', async () => {
    while (runs.length < repeat) {
      if (repeat > 1) narrator.info(`run ${runs.length + 1} of ${repeat}`);
      runs.push(await runOnce(fleet, runtime, choice, { budgetMs, patienceMs: PATIENCE_MS, signal, narrator }));
    }
  });
  return reportOf({ fleet: fleet.name, runtime: runtime.name, environment: fleet.environment }, runs);
}

async function runOnce(
  fleet: Fleet,
  runtime: Runtime,
  choice: Choice,
  options: Parameters<typeof runChecks>[2],
): Promise<Run> {
  const startedAt = new Date();
  const started = performance.now();
  const status = await requireRunning(fleet, runtime);
  await using events = createEventWatch(fleet, runtime);
  const ground = groundOf(fleet, runtime, status, events);
  const outcomes = await runChecks(await checksOf(ground, choice), ground, options);
  const checks = await withEvidence(outcomes, fleet, runtime, startedAt);
  return {
    ok: checks.every(({ status }) => status !== 'failed'),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - started),
    checks,
  };
}
