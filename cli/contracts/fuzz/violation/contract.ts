import type fc from 'fast-check';
import type { Draft } from '../draft.ts';

/** One thing that is wrong with a request that is right otherwise. */
export interface Violation {
  /** e.g. `too long`: what the summary counts. */
  readonly kind: string;
  /** Where, e.g. `body /title` or `query limit`. */
  readonly where: string;
  /** What the design refuses it with. */
  readonly statuses: readonly number[];
  readonly drafts: fc.Arbitrary<Draft>;
}
