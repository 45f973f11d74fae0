import type { Pact, PactContent, Pair } from '../pact.ts';

/** A service, the typed client, or whoever else has a say in pacts, as of one version. */
export interface Participant {
  readonly name: string;
  readonly version: string;
}

/** What became of a pact when a version of its provider was held to it. */
export interface Verdict {
  readonly success: boolean;
  /** What differed, a sentence each; not every place keeps it. */
  readonly failures: readonly string[];
}

export interface Verification extends Verdict {
  readonly pact: Pair & { readonly digest: string };
  /** A version of the consumer that has this pact, published before or with it. */
  readonly consumerVersion: string;
}

/** All that a version of a participant has to say. */
export interface Publication extends Participant {
  readonly branch: string | null;
  /** What it asks of others. */
  readonly pacts: readonly Pact[];
  /** What others ask of it, and whether they get it. */
  readonly verifications: readonly Verification[];
}

/** A pact as a version of its consumer had it. */
export interface PublishedPact extends Pair {
  readonly consumerVersion: string;
  /** Names its content in this place. */
  readonly digest: string;
}

export interface Published extends Participant {
  readonly pacts: readonly PublishedPact[];
  /** Whether it was held to anybody's pact. */
  readonly verified: boolean;
}

/** Where pacts, verifications and deployments are kept for all who build and deploy. */
export interface ContractStore {
  /** As people know it; nothing secret. */
  readonly name: string;
  /** All pacts before any verification, so that what is cut off leaves unknown, never wrong; the same again does no harm. */
  publish(publications: readonly Publication[]): Promise<void>;
  /** Null: nobody has published this version. */
  published(participant: Participant): Promise<Published | null>;
  /** What it says; of one that `published` names. */
  content(pact: PublishedPact): Promise<PactContent>;
  /** The newest; null: this version of the provider was never held to it. */
  verdict(pact: PublishedPact, providerVersion: string): Promise<Verdict | null>;
  /** Those that something was ever deployed to. */
  environments(): Promise<readonly string[]>;
  /** What runs there now. */
  deployed(environment: string): Promise<readonly Participant[]>;
  /** From now on this version runs there, and no other of the same participant. */
  recordDeployment(participant: Participant, environment: string): Promise<void>;
}
