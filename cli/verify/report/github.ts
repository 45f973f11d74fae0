import { printable } from '../../printable.ts';
import type { CheckResult } from '../contract.ts';
import type { VerifyReport } from '../report.ts';

/**
 * Each failure, and each flake, as a workflow command of GitHub Actions: an annotation at a file of the repository.
 * @param fileOf the file of a check, from the repository's folder on
 */
export function annotations(report: VerifyReport, fileOf: (check: CheckResult) => string): string[] {
  const { checks, flakes, runs } = report;
  const isFlake = ({ area, claim }: CheckResult) => flakes.some((each) => each.area === area && each.claim === claim);
  return checks
    .filter(({ status }) => status === 'failed')
    .map((check) => {
      const { area, claim, reason, next } = check;
      const title = isFlake(check) ? `verify ${area}: a flake in ${runs.length} runs` : `verify ${area}`;
      const message = [`${claim}: ${reason}`, ...next.map((command) => `next: ${command}`)].join('\n');
      return `::error file=${property(fileOf(check))},title=${property(title)}::${data(message)}`;
    });
}

/** As @actions/core does it. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** The job's summary, in Markdown. */
export function jobSummary(report: VerifyReport): string {
  const { fleet, runtime, environment, ok, areas, checks, runs, flakes, passed, skipped } = report;
  const failed = checks.filter(({ status }) => status === 'failed');
  const left = checks.filter(({ status }) => status === 'skipped');
  return [
    `## ${ok ? '✅' : '❌'} aurora verify: ${passed} of ${checks.length} checks of ${text(fleet)} passed`,
    '',
    `${text(environment)}, on the ${runtime} runtime${skipped > 0 ? `; ${skipped} skipped` : ''}${runs.length > 1 ? `; ${runs.length} runs, ${flakes.length} flakes` : ''}`,
    '',
    '| area | passed | failed | skipped | seconds |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...areas.map(
      (each) =>
        `| ${each.area} | ${each.passed} | ${each.failed} | ${each.skipped} | ${(each.durationMs / 1_000).toFixed(1)} |`,
    ),
    '',
    ...failed.flatMap(failure),
    ...left.map(({ claim, reason }) => `- ${text(claim)}: skipped, ${text(reason ?? '')}`),
    '',
  ].join('\n');
}

function failure({ claim, reason, next, log }: CheckResult): string[] {
  return [
    `### ❌ ${text(claim)}`,
    '',
    text(reason ?? ''),
    '',
    ...(next.length > 0 ? [fenced(next), ''] : []),
    ...(log.length > 0 ? ['<details><summary>Log</summary>', '', fenced(log), '', '</details>', ''] : []),
  ];
}

/** Longer than any fence within. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines.map(printable), fence].join('\n');
}

/** Nothing that came from a service is Markdown or HTML. */
function text(plain: string): string {
  return printable(plain)
    .replace(/[\\`*_{}[\]#|~]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}
