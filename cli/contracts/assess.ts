import { differencesIn } from './difference.ts';
import { type Interaction, type Pact, type Pair, pairName } from './pact.ts';
import { isConsumerTest, isProviderTest } from './paths.ts';
import type { InteractionReport, PactReport, Problem, Status } from './report.ts';
import type { SuiteRun, TestFile, VerifiedInteraction } from './suite.ts';

interface FiledPact extends Pact {
  readonly file: string | null;
}

/** What is known after the tests have run. */
export interface Evidence {
  /** Pairs that the config has. */
  readonly expected: readonly Pair[];
  readonly pacts: readonly FiledPact[];
  readonly run: SuiteRun;
}

/** Of each pair, expected or committed, what became of it: pure. */
export function assess({ expected, pacts, run }: Evidence): PactReport[] {
  const missing = expected.filter((pair) => !pacts.some((pact) => isSame(pact, pair)));
  return [...pacts.map((pact) => assessPact(pact, run)), ...missing.map((pair) => withoutPact(pair, run))].toSorted(
    (a, b) => (pairName(a) < pairName(b) ? -1 : 1),
  );
}

function assessPact(pact: FiledPact, { files, providers }: SuiteRun): PactReport {
  const { consumer, provider, file, digest } = pact;
  const results = providers.get(provider)?.filter((each) => each.consumer === consumer);
  const interactions = pact.interactions.map((each) => assessInteraction(each, results ?? []));
  const problems = [...consumerProblems(pact, files), ...providerProblems(pact, results, interactions, files)];
  const status = statusOf(interactions);
  return { consumer, provider, consumerVersion: null, file, digest, status, problems, interactions };
}

function withoutPact(pair: Pair, { files }: SuiteRun): PactReport {
  const { consumer, provider } = pair;
  const noPact: Problem = {
    code: 'no_pact',
    message: `the config has ${consumer} depend on ${provider}, and there is no pact about it`,
    next: 'aurora contracts record',
  };
  const problems = [noPact, ...consumerProblems(pair, files)];
  return {
    consumer,
    provider,
    consumerVersion: null,
    file: null,
    digest: null,
    status: 'unknown',
    problems,
    interactions: [],
  };
}

/** Nothing agreed upon is nothing proven. */
function statusOf(interactions: readonly InteractionReport[]): Status {
  if (interactions.some(({ status }) => status === 'failed')) return 'failed';
  return interactions.length > 0 && interactions.every(({ status }) => status === 'verified') ? 'verified' : 'unknown';
}

function assessInteraction(interaction: Interaction, results: readonly VerifiedInteraction[]): InteractionReport {
  const { description, states } = interaction;
  const found = results.find(
    (each) => each.description === description && JSON.stringify(each.providerStates ?? []) === JSON.stringify(states),
  );
  if (!found) return { ...interaction, status: 'unknown', differences: [] };
  if (found.result === 'OK') return { ...interaction, status: 'verified', differences: [] };
  return { ...interaction, status: 'failed', differences: differencesIn(found.mismatch) };
}

function consumerProblems(pair: Pair, files: readonly TestFile[]): Problem[] {
  const failed = files.filter(({ path, failures }) => failures.length > 0 && isConsumerTest(path, pair));
  return failed.map(({ path, failures }) => ({
    code: 'drift',
    message: `${path}: ${firstLine(failures[0] ?? '')}`,
    next: 'aurora contracts record, and look at what it changes',
  }));
}

function providerProblems(
  { provider }: FiledPact,
  results: readonly VerifiedInteraction[] | undefined,
  interactions: readonly InteractionReport[],
  files: readonly TestFile[],
): Problem[] {
  if (interactions.some(({ status }) => status === 'failed')) return [];
  if (results !== undefined && interactions.length > 0 && interactions.every(({ status }) => status === 'verified')) {
    return [];
  }
  const failure = files.find(({ path, failures }) => failures.length > 0 && isProviderTest(path, provider));
  const message = failure
    ? `${failure.path}: ${firstLine(failure.failures[0] ?? '')}`
    : interactions.length === 0
      ? 'it agrees upon nothing'
      : `no test of ${provider} verifies it`;
  return [{ code: 'not_verified', message, next: `aurora generate, then npm test in services/${provider}` }];
}

function firstLine(text: string): string {
  const [first = ''] = text.split('\n').filter((line) => line.trim() !== '');
  return first.replace(/^Error: /, '').trim();
}

function isSame(a: Pair, b: Pair): boolean {
  return a.consumer === b.consumer && a.provider === b.provider;
}
