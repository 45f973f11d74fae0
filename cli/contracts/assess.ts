import { differencesIn } from './difference.ts';
import { type Interaction, isSamePair, type Pact, type Pair, pairName } from './pact.ts';
import type { ExpectedPair } from './pairs.ts';
import { isConsumerTest, isProviderTest } from './paths.ts';
import type { InteractionReport, PactReport, Problem, Status } from './report.ts';
import type { SuiteRun, TestFile, VerifiedInteraction } from './suite.ts';
import { told } from './told.ts';

const RECORD = 'aurora contracts record, and look at what it changes';

interface FiledPact extends Pact {
  readonly file: string | null;
}

/** What is known after the tests have run. */
export interface Evidence {
  /** Pairs that the config has. */
  readonly expected: readonly ExpectedPair[];
  readonly pacts: readonly FiledPact[];
  readonly run: SuiteRun;
  /** Whether the tests of a consumer have run, so that what it has not written it does not ask. */
  hasWritten(consumer: string): boolean;
}

/** Of each pair, expected or committed, what became of it: pure. */
export function assess(evidence: Evidence): PactReport[] {
  const { expected, pacts, run } = evidence;
  const missing = expected.filter((pair) => !pacts.some((pact) => isSamePair(pact, pair)));
  return [
    ...pacts.map((pact) => assessPact(pact, evidence)),
    ...missing.map((pair) => withoutPact(pair, run)),
  ].toSorted((a, b) => (pairName(a) < pairName(b) ? -1 : 1));
}

function assessPact(pact: FiledPact, { expected, run, hasWritten }: Evidence): PactReport {
  const { consumer, provider, file, digest } = pact;
  const { files, providers, written } = run;
  const results = providers.get(provider)?.filter((each) => each.consumer === consumer);
  const interactions = pact.interactions.map((each) => assessInteraction(each, results ?? []));
  const consumed = hasWritten(consumer) ? drift(pact, written, files) : consumerProblems(pact, files);
  const wanted = expected.find((each) => isSamePair(each, pact));
  const problems = [
    ...consumed,
    ...(wanted ? missingKinds(wanted, pact) : []),
    ...providerProblems(pact, results, interactions, files),
  ];
  const status = statusOf(interactions);
  return { consumer, provider, consumerVersion: null, file, digest, status, problems, interactions };
}

function withoutPact(pair: Pair, { files }: SuiteRun): PactReport {
  const { consumer, provider } = pair;
  const noPact: Problem = {
    code: 'no_pact',
    message: `the config has ${consumer} depend on ${provider}, and there is no pact about it`,
    details: [],
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

const KINDS = { http: 'requests', message: 'messages' } as const;

/** One that agrees upon half of what there is between two proves half. */
function missingKinds({ consumer, provider, kinds }: ExpectedPair, { interactions }: Pact): Problem[] {
  const missing = kinds.filter((kind) => !interactions.some((each) => each.kind === kind));
  return missing.map((kind) => ({
    code: 'no_pact',
    message: `the config has ${KINDS[kind]} between ${consumer} and ${provider}, and the pact has none`,
    details: [],
    next: 'aurora contracts record',
  }));
}

/** What is committed must be what the consumer asks by now. */
function drift(pact: FiledPact, written: readonly Pact[], files: readonly TestFile[]): Problem[] {
  const failed = consumerProblems(pact, files);
  const now = written.find((each) => isSamePair(each, pact));
  if (failed.length > 0 || now?.digest === pact.digest) return failed;
  if (!now) {
    return [
      { code: 'not_written', message: `no test of ${pact.consumer} writes it any more`, details: [], next: RECORD },
    ];
  }
  const message = `${pact.consumer} asks by now for something else`;
  return [{ code: 'drift', message, details: changesOf(pact, now), next: RECORD }];
}

function changesOf(before: Pact, after: Pact): string[] {
  const names = ({ interactions }: Pact) => interactions.map(({ description }) => description);
  const gone = names(before).filter((name) => !names(after).includes(name));
  const added = names(after).filter((name) => !names(before).includes(name));
  const all = [...gone.map((name) => `- ${name}`), ...added.map((name) => `+ ${name}`)];
  return all.length > 0 ? all : ['the same interactions, differently'];
}

function consumerProblems(pair: Pair, files: readonly TestFile[]): Problem[] {
  const failed = files.filter(({ path, failures }) => failures.length > 0 && isConsumerTest(path, pair));
  return failed.map(({ path, failures }) => ({
    code: 'drift',
    ...told(path, failures),
    next: RECORD,
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
  const message = interactions.length === 0 ? 'it agrees upon nothing' : `no test of ${provider} verifies it`;
  const why = failure ? told(failure.path, failure.failures) : { message, details: [] };
  return [{ code: 'not_verified', ...why, next: `aurora generate, then npm test in services/${provider}` }];
}
