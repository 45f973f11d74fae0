import type { Difference } from '../../schema/compare/contract.ts';

export interface Finding extends Omit<Difference, 'harmless'> {
  /** `contract`: a migration that is pending takes it away, once nothing of the version before runs. */
  readonly severity: 'error' | 'warning' | 'contract';
  /** That migration, or the one that has not been applied and would bring what is missing. */
  readonly migration: string | null;
  /** What to do about it. */
  readonly next: string;
}

export interface VerifiedService {
  readonly service: string;
  readonly findings: readonly Finding[];
}
