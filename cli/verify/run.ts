import { randomBytes } from 'node:crypto';
import type { Narrator } from '../narrator.ts';
import { durationText } from '../narrators/duration.ts';
import { AREAS, type Check, type CheckResult, type Step, type Target } from './contract.ts';
import { createHttp } from './http.ts';
import { inTime } from './in-time.ts';
import { CheckFailed, CheckSkipped } from './outcome.ts';
import { slots } from './slots.ts';

/** Checks are mostly waiting; of a large fleet all at once would be a load test. */
const AT_ONCE = 16;
const UNDO_MS = 5_000;

/** What all checks of a run look at; what is each one's own comes with it. */
export type Ground = Omit<Target, 'http' | 'cleanup' | 'correlationId' | 'onStep' | 'signal'>;

export interface RunOptions {
  /** For all of them: what is not done then has failed. */
  readonly budgetMs: number;
  /** How long one answer may take. */
  readonly patienceMs: number;
  /** Calls it off: what is under way undoes what it has done, nothing begins. */
  readonly signal?: AbortSignal | undefined;
  readonly narrator: Narrator;
  /** What a check has begun it may undo for so long when it has no time left. */
  readonly undoMs?: number;
}

/** A result, before anybody has looked for its log lines. */
export type Outcome = Omit<CheckResult, 'log'>;

/**
 * Runs checks, several at once; results in the order of the checks.
 * @throws whatever the signal was aborted with, once everything is undone
 */
export async function runChecks(checks: readonly Check[], ground: Ground, options: RunOptions): Promise<Outcome[]> {
  const { budgetMs, patienceMs, signal: calledOff, narrator, undoMs = UNDO_MS } = options;
  const timeIsUp = AbortSignal.timeout(budgetMs);
  const signal = calledOff ? AbortSignal.any([timeIsUp, calledOff]) : timeIsUp;
  const run = randomBytes(4).toString('hex');
  const started = performance.now();
  const inSlot = slots(AT_ONCE);

  const runOne = async (check: Check, index: number): Promise<Outcome> => {
    const correlationId = `verify-${run}-${index + 1}`;
    const begun = performance.now();
    const steps: Step[] = [];
    const done = (status: CheckResult['status'], reason: string | null, more?: Partial<Outcome>): Outcome => ({
      area: check.area,
      claim: check.claim,
      service: check.service ?? null,
      file: check.file ?? null,
      status,
      startedMs: Math.round(begun - started),
      durationMs: Math.round(performance.now() - begun),
      correlationId,
      steps,
      reason,
      where: null,
      expected: null,
      found: null,
      next: [],
      ...more,
    });
    if (signal.aborted) return done('failed', `out of time: not begun within ${durationText(budgetMs)}`);
    const target: Target = {
      ...ground,
      http: createHttp({ patienceMs, correlationId, signal }),
      cleanup: createHttp({ patienceMs: Math.min(patienceMs, undoMs), correlationId }),
      correlationId,
      signal,
    };
    try {
      const skipped = await narrator.step(check.claim, async (step) => {
        const onStep = (each: Step) => {
          if (each.durationMs === null) step.note(each.name);
          else steps.push(each);
        };
        const reason = await skippedBecause(() => inTime(check.run({ ...target, onStep }), signal, undoMs));
        if (reason !== null) step.note(`skipped: ${reason}`);
        return reason;
      });
      return done(skipped === null ? 'passed' : 'skipped', skipped);
    } catch (error) {
      // What fails because it was cut off says nothing of the fleet.
      if (timeIsUp.aborted && !(error instanceof CheckFailed)) {
        return done('failed', `out of time: not finished within ${durationText(budgetMs)}`);
      }
      const reason = error instanceof Error ? error.message : String(error);
      const { next, ...evidence } = error instanceof CheckFailed ? error.evidence : {};
      return done('failed', reason, { ...evidence, next: next ? [next] : [] });
    }
  };

  const outcomes: Outcome[] = [];
  const indexed = checks.map((check, index) => ({ check, index }));
  await Promise.all(
    AREAS.map(async (area) => {
      const own = indexed.filter(({ check }) => check.area === area);
      if (own.length === 0) return;
      await areaStep(narrator, area, own.length, (finished) =>
        Promise.all(
          own.map(({ check, index }) =>
            inSlot(async () => {
              const outcome = await runOne(check, index);
              outcomes[index] = outcome;
              finished(outcome);
            }),
          ),
        ),
      );
    }),
  );
  calledOff?.throwIfAborted();
  return outcomes;
}

/** Shows an area as one step, with as much of it as is done. */
async function areaStep(
  narrator: Narrator,
  area: string,
  total: number,
  work: (finished: (outcome: Outcome) => void) => Promise<unknown>,
): Promise<void> {
  let done = 0;
  let failed = 0;
  const saysNo = new Error(area);
  try {
    await narrator.step(area, async (step) => {
      step.note(`0 of ${total}`);
      await work(({ status }) => {
        done++;
        if (status === 'failed') failed++;
        step.note(`${done} of ${total}${failed > 0 ? `, ${failed} failed` : ''}`);
      });
      if (failed > 0) throw saysNo;
    });
  } catch (error) {
    if (error !== saysNo) throw error;
  }
}

/** Why something was skipped; null when it was not. */
async function skippedBecause(run: () => Promise<void>): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    if (error instanceof CheckSkipped) return error.message;
    throw error;
  }
}
