import { readableLine } from '../observe/readable-line.ts';
import type { CheckResult } from './contract.ts';

/** Results for people: what failed, with the last lines of whom it is about, what was skipped, and how many passed. */
export function summary(results: readonly CheckResult[]): string[] {
  const having = (wanted: CheckResult['status']) => results.filter(({ status }) => status === wanted);
  const skipped = having('skipped');
  return [
    ...having('failed').flatMap(({ claim, reason, log }) => [
      `✗ ${claim}`,
      `    ${reason}`,
      ...log.flatMap((line) => readableLine(line).split('\n')).map((line) => `    │ ${line}`),
    ]),
    ...skipped.map(({ claim, reason }) => `- ${claim}: skipped, ${reason}`),
    `${having('passed').length} of ${results.length} checks passed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
  ];
}
