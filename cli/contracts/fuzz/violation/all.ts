import type fc from 'fast-check';
import type { Surroundings } from '../arbitrary.ts';
import type { Operation } from '../document.ts';
import type { Draft } from '../draft.ts';
import { addressViolations } from './address.ts';
import { bodyViolations } from './body.ts';
import { byteViolations } from './bytes.ts';
import type { Violation } from './contract.ts';
import { headerViolations } from './header.ts';
import { queryViolations } from './query.ts';

/** Everything that can be wrong with a request of an operation, one thing at a time. */
export function violationsOf(operation: Operation, good: fc.Arbitrary<Draft>, around: Surroundings): Violation[] {
  return [
    ...bodyViolations(operation, good, around),
    ...byteViolations(operation, good),
    ...queryViolations(operation, good, around),
    ...addressViolations(operation, good),
    ...headerViolations(operation, good),
  ];
}
