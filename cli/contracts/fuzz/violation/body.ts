import fc from 'fast-check';
import type { Surroundings } from '../arbitrary.ts';
import { followed, type Operation, type Schema } from '../document.ts';
import type { Draft } from '../draft.ts';
import { withStandIns } from '../marks.ts';
import { sometimes } from '../sometimes.ts';
import type { Violation } from './contract.ts';
import { wrongValues } from './values.ts';

const INVALID = [422];

type Members = Readonly<Record<string, unknown>>;

/** JSON that can be read, and does not fit the schema of the body: one mistake each. */
export function bodyViolations(operation: Operation, good: fc.Arbitrary<Draft>, around: Surroundings): Violation[] {
  const schema = operation.body && followed<Schema>(around.document, operation.body.schema);
  if (!schema || operation.body?.mediaType !== 'application/json') return [];
  const violations: Violation[] = [];
  const add = (kind: string, where: string, bodies: (good: Members) => fc.Arbitrary<unknown>) => {
    const drafts = good.chain((draft) =>
      sometimes(
        bodies(membersOf(draft)),
        `${kind} in ${where}`,
        (value) => around.conformity(schema, withStandIns(value)).length > 0,
      ).map((value): Draft => ({ ...draft, body: { kind: 'json', value } })),
    );
    violations.push({ kind, where: `body ${where}`, statuses: INVALID, drafts });
  };
  for (const { kind, values } of wrongValues(around.document, schema)) add(kind, '', () => values);
  if (!schema.properties) return violations;
  for (const [name, each] of Object.entries(schema.properties)) {
    for (const { kind, values } of wrongValues(around.document, each)) {
      add(kind, `/${name}`, (members) => values.map((value) => ({ ...members, [name]: value })));
    }
  }
  for (const name of schema.required ?? []) {
    add('missing', `/${name}`, ({ [name]: _, ...rest }) => fc.constant(rest));
  }
  if (schema.additionalProperties === false) {
    const names = fc.constantFrom(
      'unknown',
      'toString',
      'hasOwnProperty',
      'id',
      'version',
      'createdAt',
      ' ',
      'ünknown',
    );
    add('unknown member', '', (members) =>
      fc.tuple(names, fc.constantFrom(null, 1, 'x')).map(([name, value]) => ({ ...members, [name]: value })),
    );
  }
  return violations;
}

function membersOf({ body }: Draft): Members {
  return body?.kind === 'json' && typeof body.value === 'object' ? (body.value as Members) : {};
}
