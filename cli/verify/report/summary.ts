import { durationText } from '../../narrators/duration.ts';
import { partsOf } from '../../observe/log-parts.ts';
import { parseLogLine } from '../../observe/log-record.ts';
import { readableLine } from '../../observe/readable-line.ts';
import { table } from '../../table.ts';
import type { CheckResult } from '../contract.ts';
import type { Flake, VerifyReport } from '../report.ts';

/** As many as one looks at. */
const SLOWEST = 10;

/** Results for people: what failed, with its log lines and what to type next, what was skipped, and how many passed. */
export function summary(report: VerifyReport, options: { readonly timing: boolean }): string[] {
  const { checks, runs, flakes, passed, skipped } = report;
  const having = (wanted: CheckResult['status']) => checks.filter(({ status }) => status === wanted);
  return [
    ...having('failed').flatMap(failure),
    ...having('skipped').map(({ claim, reason }) => `- ${claim}: skipped, ${reason}`),
    ...flakes.map((flake) => flakeLine(flake, runs.length)),
    ...(options.timing ? timing(report) : []),
    `${passed} of ${checks.length} checks passed${skipped > 0 ? `, ${skipped} skipped` : ''}${repeated(report)}`,
  ];
}

function failure({ claim, reason, where, expected, found, log, next }: CheckResult): string[] {
  const evidence = { where, expected, found };
  const facts = Object.entries(evidence).filter(([, value]) => value !== null && !reason?.includes(value));
  return [
    `✗ ${claim}`,
    `    ${reason}`,
    ...facts.map(([name, value]) => `    ${name.padEnd(9)} ${value}`),
    ...log.flatMap(logLine).map((line) => `    │ ${line}`),
    ...next.map((command) => `    next: ${command}`),
  ];
}

/** Lines of one request come from several services: each says from which. */
function logLine(text: string): string[] {
  const record = parseLogLine({ service: '', text });
  const { clock } = partsOf(record);
  const service = text.startsWith('{') ? /"service":"([a-z0-9-]+)"/.exec(text)?.[1] : undefined;
  const [first = '', ...rest] = readableLine(text).split('\n');
  const told = service && clock && first.startsWith(clock) ? `${clock} ${service}${first.slice(clock.length)}` : first;
  return [told, ...rest];
}

function flakeLine({ claim, failedIn, reason }: Flake, runs: number): string {
  return `~ ${claim}: a flake, it failed in ${failedIn.length} of ${runs} runs (${failedIn.join(', ')}): ${reason}`;
}

function repeated({ runs }: VerifyReport): string {
  if (runs.length === 1) return '';
  const durations = runs.map(({ durationMs }) => durationMs);
  const [least, most] = [Math.min(...durations), Math.max(...durations)].map(durationText);
  return `; ${runs.filter(({ ok }) => ok).length} of ${runs.length} runs without a failure, ${least} to ${most} each`;
}

function timing({ areas, checks }: VerifyReport): string[] {
  const slowest = [...checks].sort((a, b) => b.durationMs - a.durationMs).slice(0, SLOWEST);
  return [
    ...table(
      ['AREA', 'CHECKS', 'TOOK'],
      areas.map(({ area, passed, failed, skipped, durationMs }) => [
        area,
        passed + failed + skipped,
        durationText(durationMs),
      ]),
    ),
    '',
    ...table(
      ['TOOK', 'SLOWEST'],
      slowest.map(({ durationMs, claim }) => [durationText(durationMs), claim]),
    ),
    '',
  ];
}
