import type { Interaction, Pair } from './pact.ts';

export type Status = 'verified' | 'failed' | 'unknown';

export interface InteractionReport extends Interaction {
  readonly status: Status;
  /** What differs, and where: a sentence each. */
  readonly differences: readonly string[];
}

export interface PactReport extends Pair {
  /** Null: of this code; else of what runs somewhere. */
  readonly consumerVersion: string | null;
  /** From the fleet's folder on; null: none of this fleet's. */
  readonly file: string | null;
  /** Null: the config has the pair, and nobody has recorded a pact. */
  readonly digest: string | null;
  readonly status: Status;
  /** What is wrong with the pact as a whole. */
  readonly problems: readonly Problem[];
  readonly interactions: readonly InteractionReport[];
}

export interface Problem {
  /** `no_pact`, `drift`, `not_verified`, `not_written`, … */
  readonly code: string;
  readonly message: string;
  /** A line each. */
  readonly details: readonly string[];
  readonly next: string;
}

export interface ContractReport {
  readonly ok: boolean;
  /** Of the code; null: it is in no commit, so the results are not kept. */
  readonly version: string | null;
  readonly pacts: readonly PactReport[];
  /** What is wrong with no pact in particular. */
  readonly problems: readonly Problem[];
}
