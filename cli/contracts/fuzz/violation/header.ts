import fc from 'fast-check';
import type { Operation } from '../document.ts';
import type { Draft } from '../draft.ts';
import type { Violation } from './contract.ts';

/** Versions that are none, and keys that may not be. */
export function headerViolations({ parameters }: Operation, good: fc.Arbitrary<Draft>): Violation[] {
  const has = (name: string) => parameters.some((each) => each.in === 'header' && each.name === name);
  const add = (kind: string, name: string, status: number, ...values: string[]): Violation => ({
    kind,
    where: `header ${name}`,
    statuses: [status],
    drafts: fc.tuple(good, fc.constantFrom(...values)).map(([draft, value]) => ({
      ...draft,
      headers: { ...draft.headers, [name]: value },
    })),
  });
  return [
    ...(has('If-Match') ? [add('bad If-Match', 'If-Match', 412, '"999999"', '"1', '1', 'W/"1"', '"x"', '""')] : []),
    ...(has('Idempotency-Key')
      ? [add('bad Idempotency-Key', 'Idempotency-Key', 400, 'a b', 'x'.repeat(256), 'é', '\u00ff')]
      : []),
  ];
}
