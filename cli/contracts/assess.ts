import { differencesIn } from './difference.ts';
import type { CommittedPact } from './folder.ts';
import { type Interaction, type Pair, pairName } from './pact.ts';
import type { InteractionReport, PactReport, Problem, Status } from './report.ts';
import type { SuiteRun, TestFile, VerifiedInteraction } from './suite.ts';

/** What is known after the tests have run. */
export interface Evidence {
  /** Pairs that the config has. */
  readonly expected: readonly Pair[];
  readonly pacts: readonly CommittedPact[];
  readonly run: SuiteRun;
}

/** Of each pair, expected or committed, what became of it: pure. */
export function assess({ expected, pacts, run }: Evidence): PactReport[] {
  const missing = expected.filter((pair) => !pacts.some((pact) => isSame(pact, pair)));
  return [...pacts.map((pact) => assessPact(pact, run)), ...missing.map((pair) => withoutPact(pair, run))].toSorted(
    (a, b) => (pairName(a) < pairName(b) ? -1 : 1),
  );
}

function assessPact(pact: CommittedPact, { files, providers }: SuiteRun): PactReport {
  const { consumer, provider, file, digest } = pact;
  const results = providers.get(provider)?.filter((each) => each.consumer === consumer);
  const interactions = pact.interactions.map((each) => assessInteraction(each, results ?? []));
  const problems = [...consumerProblems(pact, files), ...providerProblems(pact, results, interactions, files)];
  const status = statusOf(interactions);
  return { consumer, provider, file, digest, status, problems, interactions };
}

function withoutPact(pair: Pair, { files }: SuiteRun): PactReport {
  const { consumer, provider } = pair;
  const noPact: Problem = {
    code: 'no_pact',
    message: `the config has ${consumer} depend on ${provider}, and there is no pact about it`,
    next: 'aurora contracts record',
  };
  const problems = [noPact, ...consumerProblems(pair, files)];
  return { consumer, provider, file: null, digest: null, status: 'unknown', problems, interactions: [] };
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

/** `services/orders-service/test/contracts/…/consumes-stock-service.test.ts` */
function isConsumerTest({ consumer, provider }: Pair): (file: TestFile) => boolean {
  return ({ path }) =>
    path.startsWith(`services/${consumer}/test/contracts/`) && path.endsWith(`/consumes-${provider}.test.ts`);
}

function consumerProblems(pair: Pair, files: readonly TestFile[]): Problem[] {
  const failed = files.filter(isConsumerTest(pair)).filter(({ failures }) => failures.length > 0);
  return failed.map(({ path, failures }) => ({
    code: 'drift',
    message: `${path}: ${firstLine(failures[0] ?? '')}`,
    next: 'aurora contracts record, and look at what it changes',
  }));
}

function providerProblems(
  { provider }: CommittedPact,
  results: readonly VerifiedInteraction[] | undefined,
  interactions: readonly InteractionReport[],
  files: readonly TestFile[],
): Problem[] {
  if (interactions.some(({ status }) => status === 'failed')) return [];
  if (results !== undefined && interactions.length > 0 && interactions.every(({ status }) => status === 'verified')) {
    return [];
  }
  const tests = files.filter(({ path }) => path.startsWith(`services/${provider}/test/contracts/`));
  const failure = tests.find(({ path, failures }) => path.includes('provides') && failures.length > 0);
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
