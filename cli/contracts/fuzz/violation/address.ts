import fc from 'fast-check';
import type { Operation } from '../document.ts';
import type { Draft } from '../draft.ts';
import type { Violation } from './contract.ts';

const NO_ID = ['7', 'null', '%20', '%00', "'%20OR%201=1", 'x'.repeat(90), '__proto__', 'constructor', '%F0%9F%98%80'];

/** Ids of nothing, and callers who may not. */
export function addressViolations(operation: Operation, good: fc.Arbitrary<Draft>): Violation[] {
  const { parameters, guarded } = operation;
  const names = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
  const elsewhere = (kind: string, ids: fc.Arbitrary<string>) =>
    names.map(
      (name): Violation => ({
        kind,
        where: `path ${name}`,
        statuses: guarded ? [404] : [403, 404],
        drafts: fc.tuple(good, ids).map(([draft, id]) => ({ ...draft, place: { ...draft.place, [name]: id } })),
      }),
    );
  const asked = (kind: string, token: Draft['token'], status: number): Violation => ({
    kind,
    where: 'token',
    statuses: [status],
    drafts: good.map((draft) => ({ ...draft, token })),
  });
  return [
    ...elsewhere('id of nothing', fc.uuid()),
    ...elsewhere('id of no form', fc.constantFrom(...NO_ID)),
    ...(guarded
      ? [asked('no token', 'none', 401), asked('broken token', 'broken', 401), asked('scope', 'other', 403)]
      : []),
  ];
}
