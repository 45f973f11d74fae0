import type { RuntimeName } from '../config/model.ts';
import { AREAS, type Area, type CheckResult } from './contract.ts';

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface AreaReport extends Totals {
  readonly area: Area;
  /** From the beginning of its first check to the end of its last one; areas run at once. */
  readonly durationMs: number;
}

/** One time through all checks. */
export interface Run {
  readonly ok: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly checks: readonly CheckResult[];
}

/** What passed here and failed there. */
export interface Flake {
  readonly area: Area;
  readonly claim: string;
  /** Counted from 1. */
  readonly failedIn: readonly number[];
  /** Of the first of them. */
  readonly reason: string;
}

/** The shape of `aurora verify --json`; scripts stand on it. */
export interface VerifyReport extends Totals {
  readonly fleet: string;
  readonly runtime: RuntimeName;
  readonly environment: string;
  /** Whether nothing failed, in any run. */
  readonly ok: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Those of which there were checks. */
  readonly areas: readonly AreaReport[];
  /** Each once: as it first failed, or as it ended in the last run. */
  readonly checks: readonly CheckResult[];
  /** One, unless it was repeated. */
  readonly runs: readonly Omit<Run, 'checks'>[];
  readonly flakes: readonly Flake[];
}

/** What one run, or several in a row, say together. */
export function reportOf(
  about: Pick<VerifyReport, 'fleet' | 'runtime' | 'environment'>,
  runs: readonly Run[],
): VerifyReport {
  const checks = mergedChecks(runs);
  const areas = AREAS.flatMap((area) => {
    const own = checks.filter((check) => check.area === area);
    return own.length === 0 ? [] : [{ area, ...totalsOf(own), durationMs: spanOf(own) }];
  });
  return {
    ...about,
    ok: runs.every(({ ok }) => ok),
    startedAt: runs[0]?.startedAt ?? '',
    durationMs: runs.reduce((sum, { durationMs }) => sum + durationMs, 0),
    ...totalsOf(checks),
    areas,
    checks,
    runs: runs.map(({ checks: _, ...run }) => run),
    flakes: flakesIn(runs),
  };
}

function totalsOf(checks: readonly CheckResult[]): Totals {
  const count = (wanted: CheckResult['status']) => checks.filter(({ status }) => status === wanted).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

function spanOf(checks: readonly CheckResult[]): number {
  const ends = checks.map(({ startedMs, durationMs }) => startedMs + durationMs);
  return Math.max(...ends) - Math.min(...checks.map(({ startedMs }) => startedMs));
}

function keyOf({ area, claim }: CheckResult): string {
  return `${area} ${claim}`;
}

function mergedChecks(runs: readonly Run[]): CheckResult[] {
  const merged = new Map<string, CheckResult>();
  for (const check of runs.flatMap((run) => run.checks)) {
    if (merged.get(keyOf(check))?.status !== 'failed') merged.set(keyOf(check), check);
  }
  return [...merged.values()];
}

function flakesIn(runs: readonly Run[]): Flake[] {
  const seen = Map.groupBy(
    runs.flatMap(({ checks }, index) => checks.map((check) => ({ check, run: index + 1 }))),
    ({ check }) => keyOf(check),
  );
  return [...seen.values()].flatMap((all) => {
    const failed = all.filter(({ check }) => check.status === 'failed');
    const [first] = failed;
    if (!first || failed.length === all.length) return [];
    const { area, claim, reason } = first.check;
    return [{ area, claim, failedIn: failed.map(({ run }) => run), reason: reason ?? '' }];
  });
}
