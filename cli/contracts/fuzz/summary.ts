import { quoted } from '../../shell-word.ts';
import { table } from '../../table.ts';
import { curlOf } from './curl.ts';
import type { Find, FuzzReport } from './run.ts';
import type { OperationTally } from './tally.ts';

/** A find with what it takes to see it again. */
export interface ToldFind {
  readonly service: string;
  readonly operation: string;
  readonly promise: string;
  readonly says: string;
  /** Where it was found, to be given to `--only`. */
  readonly part: string;
  readonly seed: number;
  readonly path: string;
  /** Lines for a shell, in order. */
  readonly curl: readonly string[];
  readonly status: number;
  readonly answer: string;
  readonly correlationId: string;
  /** What the document says of that status here. */
  readonly declared: string;
  readonly log: readonly string[];
  readonly again: string;
}

export function toldFind(find: Find, declared: string, log: readonly string[]): ToldFind {
  const { requests, ...rest } = find;
  const { operation, part, seed, path } = find;
  const again = `aurora contracts fuzz --operation ${quoted(operation)} --only ${quoted(part)} --seed ${seed} --path ${path}`;
  return { ...rest, curl: requests.map(curlOf), declared, log, again };
}

/** The report for people. */
export function fuzzSummary(report: Omit<FuzzReport, 'finds'> & { readonly finds: readonly ToldFind[] }): string[] {
  const { operations, finds, left, seed, cut } = report;
  const total = operations.reduce((sum, { requests }) => sum + requests, 0);
  return [
    ...finds.flatMap(findLines),
    ...table(
      ['OPERATION', 'REQUESTS', 'STATUSES', 'REFUSED GOOD DATA', 'NEVER SEEN'],
      operations.map((each) => [
        each.operation,
        each.requests,
        counts(each.byStatus),
        counts(each.refusals),
        each.unseen.join(' '),
      ]),
    ),
    '',
    ...kindLines(operations),
    ...operations.filter(({ reached }) => !reached).map(({ operation }) => `never answered with 2xx: ${operation}`),
    ...operations.flatMap(({ operation, skipped }) => skipped.map((why) => `left out: ${operation}: ${why}`)),
    ...left.map((each) => `left behind: ${each}`),
    ...(cut ? ['time was up before all was tried'] : []),
    `${total} requests to ${operations.length} operations, ${finds.length} found, seed ${seed}`,
  ];
}

function kindLines(operations: readonly OperationTally[]): string[] {
  const all: Record<string, number> = {};
  for (const { byKind } of operations) {
    for (const [kind, count] of Object.entries(byKind)) all[kind] = (all[kind] ?? 0) + count;
  }
  const { good = 0, ...bad } = all;
  return [`good: ${good}`, `bad: ${counts(bad) || 'none'}`];
}

function counts(all: Readonly<Record<string, number>>): string {
  return Object.entries(all)
    .map(([name, count]) => `${name}×${count}`)
    .join(' ');
}

function findLines({
  operation,
  promise,
  says,
  curl,
  status,
  answer,
  declared,
  log,
  again,
  correlationId,
}: ToldFind): string[] {
  return [
    `✗ ${operation}: ${promise}`,
    `  ${says}`,
    ...curl.map((line) => `  ${line}`),
    `  → ${status} ${answer.slice(0, 600)}`,
    `  the document: ${declared}`,
    ...(log.length > 0 ? [`  log of ${correlationId}:`, ...log.map((line) => `    ${line}`)] : []),
    `  again: ${again}`,
    '',
  ];
}
