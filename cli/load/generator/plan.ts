import type { Entity } from '../../config/model.ts';
import type { Measured, Second } from '../result/contract.ts';
import type { Scenario } from '../scenario/contract.ts';

/** All that the generator's process has to know. */
export interface LoadPlan {
  readonly scenario: Scenario;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Those of the fleet, by `service.Entity`. */
  readonly entities: Readonly<Record<string, Entity>>;
  /** Folder of the journals. */
  readonly journals: string;
}

export type Order = { readonly kind: 'begin'; readonly plan: LoadPlan } | { readonly kind: 'stop' };

/** What the generator tells. */
export type Tale =
  | { readonly kind: 'second'; readonly second: Second }
  /** Things of a run that was killed are gone. */
  | { readonly kind: 'healed'; readonly count: number }
  | { readonly kind: 'measured'; readonly measured: Measured }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };
