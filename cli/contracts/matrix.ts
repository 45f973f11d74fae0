import type { Pair } from './pact.ts';
import type { ContractStore, Participant, Published, PublishedPact, Verdict } from './store/contract.ts';

/** May these versions go to where those run? */
export interface Question {
  readonly candidates: readonly Participant[];
  readonly environment: string;
  /** Pairs that the candidates must have a pact about, as far as both are known; empty: only those that they do have. */
  readonly expected: readonly Pair[];
}

export type RowStatus = 'verified' | 'failed' | 'unknown' | 'missing' | 'no_pact' | 'unpublished';

/** One pact and one version of each side; or why there is none. */
export interface Row {
  readonly consumer: string;
  readonly consumerVersion: string;
  /** Null: it is about the consumer alone. */
  readonly provider: string | null;
  /** Null: none of them is there. */
  readonly providerVersion: string | null;
  readonly status: RowStatus;
  /** A sentence; null where all is well. */
  readonly reason: string | null;
}

export interface Decision {
  readonly deployable: boolean;
  readonly environment: string;
  readonly candidates: readonly Participant[];
  /** What stays there beside them. */
  readonly standing: readonly Participant[];
  readonly rows: readonly Row[];
}

/** All that a decision depends on. */
export interface Facts extends Question {
  readonly standing: readonly Participant[];
  /** Of candidates and standing ones. */
  published(participant: Participant): Published | null;
  verdict(pact: PublishedPact, providerVersion: string): Verdict | null;
}

/** Asks the store for what the decision needs, and for nothing twice. */
export async function gather(store: ContractStore, question: Question): Promise<Facts> {
  const { candidates, environment } = question;
  const standing = (await store.deployed(environment)).filter(({ name }) => !named(candidates, name));
  const all = [...candidates, ...standing];
  const published = new Map(
    await Promise.all(all.map(async (each) => [keyOf(each), await store.published(each)] as const)),
  );
  const asked = [...published.values()]
    .flatMap((each) => each?.pacts ?? [])
    .flatMap((pact) =>
      // A version that nobody has published was held to nothing, and the store need not know its name.
      all
        .filter((each) => each.name === pact.provider && published.get(keyOf(each)))
        .map(({ version }) => ({ pact, version })),
    )
    .filter(({ pact }) => named(candidates, pact.consumer) || named(candidates, pact.provider));
  const verdicts = new Map(
    await Promise.all(
      asked.map(async ({ pact, version }) => [verdictKey(pact, version), await store.verdict(pact, version)] as const),
    ),
  );
  return {
    ...question,
    standing,
    published: (participant) => published.get(keyOf(participant)) ?? null,
    verdict: (pact, version) => verdicts.get(verdictKey(pact, version)) ?? null,
  };
}

/**
 * Every pact between a candidate and what runs there, and among the candidates, must have been verified by exactly the version of its
 * provider that it would meet. What nobody knows is no reason to go ahead.
 */
export function decide(facts: Facts): Decision {
  const { candidates, standing, environment } = facts;
  const rows = [
    ...candidates.flatMap((candidate) => unprovenOf(candidate, facts)),
    ...standing.flatMap((each) => (facts.published(each) ? [] : [unpublished(each)])),
    ...expectedRows(facts),
    ...[...candidates, ...standing].flatMap((consumer) => pactRows(consumer, facts)),
  ];
  const deployable = candidates.length > 0 && rows.every(({ status }) => status === 'verified');
  return { deployable, environment, candidates, standing, rows };
}

/** A version that nobody has published, or that has no pact with anybody: zero pacts prove nothing. */
function unprovenOf(candidate: Participant, facts: Facts): Row[] {
  const found = facts.published(candidate);
  if (!found) return [unpublished(candidate)];
  if (found.pacts.length > 0 || found.verified) return [];
  const { name, version } = candidate;
  return [alone(candidate, 'no_pact', `${name} ${version} has no pact with anybody, so nothing is proven of it`)];
}

function unpublished(participant: Participant): Row {
  const { name, version } = participant;
  return alone(participant, 'unpublished', `${name} ${version} was never published, so nothing is known of it`);
}

function alone({ name, version }: Participant, status: RowStatus, reason: string): Row {
  return { consumer: name, consumerVersion: version, provider: null, providerVersion: null, status, reason };
}

function expectedRows({ expected, candidates, published }: Facts): Row[] {
  return expected.flatMap(({ consumer, provider }) => {
    const candidate = candidates.find(({ name }) => name === consumer);
    const found = candidate && published(candidate);
    if (!found || found.pacts.some((pact) => pact.provider === provider)) return [];
    const reason = `the config has ${consumer} depend on ${provider}, and ${candidate.version} has no pact about it`;
    return [
      {
        consumer,
        consumerVersion: candidate.version,
        provider,
        providerVersion: null,
        status: 'no_pact' as const,
        reason,
      },
    ];
  });
}

function pactRows(consumer: Participant, facts: Facts): Row[] {
  const { candidates, standing } = facts;
  const all = [...candidates, ...standing];
  return (facts.published(consumer)?.pacts ?? []).flatMap((pact): Row[] => {
    const isCandidate = named(candidates, consumer.name);
    // Between two that stay, nothing changes.
    if (!isCandidate && !named(candidates, pact.provider)) return [];
    const row = { consumer: consumer.name, consumerVersion: consumer.version, provider: pact.provider };
    const providers = all.filter(({ name }) => name === pact.provider);
    if (providers.length === 0) {
      const reason = `${pact.provider} does not run in ${facts.environment}, and does not go there with it`;
      return [{ ...row, providerVersion: null, status: 'missing', reason }];
    }
    return providers.map(({ version }) => ({
      ...row,
      providerVersion: version,
      ...judged(pact, version, facts.verdict(pact, version)),
    }));
  });
}

function judged({ provider }: PublishedPact, version: string, verdict: Verdict | null): Pick<Row, 'status' | 'reason'> {
  if (!verdict) return { status: 'unknown', reason: `${provider} ${version} was never held to this pact` };
  if (verdict.success) return { status: 'verified', reason: null };
  const [first, ...others] = verdict.failures;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return { status: 'failed', reason: first === undefined ? `${provider} ${version} does not keep it` : first + more };
}

function named(participants: readonly Participant[], name: string): boolean {
  return participants.some((each) => each.name === name);
}

function keyOf({ name, version }: Participant): string {
  return JSON.stringify([name, version]);
}

function verdictKey({ consumer, provider, digest, consumerVersion }: PublishedPact, version: string): string {
  return JSON.stringify([consumer, consumerVersion, provider, digest, version]);
}
