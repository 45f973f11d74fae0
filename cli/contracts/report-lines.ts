import { pairName } from './pact.ts';
import type { ContractReport, InteractionReport, PactReport, Problem, Status } from './report.ts';

const MARKS: Readonly<Record<Status, string>> = { verified: '✓', failed: '✗', unknown: '?' };

/** What people read: a line a pact, below it what is not as agreed; then how it went in all. */
export function reportLines({ ok, pacts, problems }: ContractReport, everything: boolean): string[] {
  const count = (status: Status) => pacts.filter((each) => each.status === status).length;
  const drifted = pacts.filter((each) => each.status === 'verified' && each.problems.length > 0).length;
  const sum = [
    `${count('verified')} of ${pacts.length} pacts verified`,
    ...(count('failed') > 0 ? [`${count('failed')} failed`] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} unknown`] : []),
    ...(drifted > 0 ? [`${drifted} not what the consumer writes`] : []),
    ...(problems.length > 0 ? [`${problems.length} more wrong`] : []),
  ].join(', ');
  return [
    ...pacts.flatMap((pact) => pactLines(pact, everything)),
    ...problems.flatMap((problem) => problemLines(problem, '')),
    ...(pacts.length + problems.length > 0 ? [''] : []),
    sum,
    ...(ok ? [] : nextLines(pacts)),
  ];
}

function pactLines(pact: PactReport, everything: boolean): string[] {
  const { status, problems, interactions, digest, consumer, provider, consumerVersion } = pact;
  const named = consumerVersion === null ? consumer : `${consumer} ${consumerVersion}`;
  const mark = status === 'verified' && problems.length > 0 ? '✗' : MARKS[status];
  const shown = interactions.filter((each) => everything || each.status === 'failed');
  const unknown = interactions.filter((each) => each.status === 'unknown');
  const isHalf = !everything && unknown.length > 0 && unknown.length < interactions.length;
  return [
    `${mark} ${pairName({ consumer: named, provider })}: ${digest === null ? 'no pact' : counted(interactions)}`,
    ...[...shown, ...(isHalf ? unknown : [])].flatMap(interactionLines),
    ...problems.flatMap((problem) => problemLines(problem, '    ')),
  ];
}

function counted(interactions: readonly InteractionReport[]): string {
  const of = (status: Status) => interactions.filter((each) => each.status === status).length;
  const parts = (['verified', 'failed', 'unknown'] as const).flatMap((status) =>
    of(status) > 0 ? [`${of(status)} ${status}`] : [],
  );
  return parts.length > 0 ? parts.join(', ') : 'no interactions';
}

function interactionLines({ status, kind, description, states, differences }: InteractionReport): string[] {
  const given = states.length > 0 ? `, given ${states.join(' and ')}` : '';
  const what = kind === 'message' ? 'message' : 'request';
  return [`    ${MARKS[status]} ${what}: ${description}${given}`, ...differences.map((each) => `        ${each}`)];
}

function problemLines({ message, details, next }: Problem, indent: string): string[] {
  return [`${indent}✗ ${message}`, ...details.map((each) => `${indent}    ${each}`), `${indent}  next: ${next}`];
}

/** Failed ones need both sides' people; what each can do. */
function nextLines(pacts: readonly PactReport[]): string[] {
  const failed = pacts.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return [];
  const providers = [...new Set(failed.map(({ provider }) => provider))];
  return [
    `next: mend ${providers.join(', ')}; or, where the consumer is to ask for something else, change its code, then: aurora contracts record`,
  ];
}
