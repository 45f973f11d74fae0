import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { Direction } from '../../../../cli/contracts/diff/change.ts';
import { RULES, type Rule, type RuleId } from '../../../../cli/contracts/diff/rules.ts';
import { compareSchemas, type Schema } from '../../../../cli/contracts/diff/schemas.ts';
import { joinContracts } from '../../../../cli/generate/plan/contracts/join.ts';

const RUNS = process.env.AURORA_TEST_LONG === '1' ? 5_000 : 120;
const breaksIn = (before: Schema, after: Schema, direction: Direction) =>
  compareSchemas(before, after, direction).filter(({ rule }) => RULES[rule].severity === 'breaking');

describe('each rule about schemas', () => {
  const shown = (Object.entries(RULES) as [RuleId, Rule][]).flatMap(([id, { of, severity, example }]) =>
    example ? [{ id, of: of as Direction, severity, before: example[0], after: example[1] }] : [],
  );

  it.each(shown)('$id is told of its example, once', ({ id, of, severity, before, after }) => {
    const found = compareSchemas(before as Schema, after as Schema, of);
    expect(found.map(({ rule }) => rule)).toContain(id);
    const isBroken = found.some(({ rule }) => RULES[rule].severity === 'breaking');
    expect(isBroken).toBe(severity === 'breaking');
  });

  it.each(
    shown.filter(
      ({ severity, id }) =>
        severity === 'breaking' &&
        id !== 'unclear' &&
        id !== 'type-new' &&
        id !== 'type-refused' &&
        id !== 'default-changed' &&
        id !== 'form-dropped',
    ),
  )('$id is not told when its example is turned round', ({ of, before, after }) => {
    const found = compareSchemas(after as Schema, before as Schema, of);
    expect(found).not.toEqual([]);
    expect(found.filter(({ rule }) => RULES[rule].severity === 'breaking')).toEqual([]);
  });
});

/** Every value that these schemas tell apart. */
const SCALARS = [null, true, -1, 0, 1, 2, 3, 4, '', 'a', 'b', 'ab', 'cd', 'aba', 'abab'];
const OBJECTS = [undefined, ...SCALARS].flatMap((p) =>
  [undefined, ...SCALARS].flatMap((q) => [undefined, 'a', 1].map((r) => JSON.parse(JSON.stringify({ p, q, r })))),
);
const LISTS = [[], ...SCALARS.map((each) => [each]), ...SCALARS.flatMap((a) => SCALARS.map((b) => [a, b]))];
const VALUES = [...SCALARS, ...LISTS, ...OBJECTS];

const range = fc
  .uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 2 })
  .map(([a = 0, b = 0]) => [Math.min(a, b), Math.max(a, b)]);
const scalar: fc.Arbitrary<Schema> = fc.oneof(
  fc.record({ type: fc.constant('boolean') }),
  range.chain(([minimum, maximum]) =>
    fc.record(
      { type: fc.constant('integer'), minimum: fc.constant(minimum), maximum: fc.constant(maximum) },
      { requiredKeys: ['type'] },
    ),
  ),
  range.chain(([minLength, maxLength]) =>
    fc.record(
      { type: fc.constant('string'), minLength: fc.constant(minLength), maxLength: fc.constant(maxLength) },
      { requiredKeys: ['type'] },
    ),
  ),
  fc.subarray(['a', 'b', 'ab'], { minLength: 1 }).map((values) => ({ type: 'string', enum: values })),
);
const nullable = fc
  .tuple(scalar, fc.boolean())
  .map(([schema, isNullable]) =>
    isNullable
      ? { ...schema, type: [schema.type, 'null'], ...(Array.isArray(schema.enum) && { enum: [...schema.enum, null] }) }
      : schema,
  );
const object: fc.Arbitrary<Schema> = fc
  .tuple(
    fc.dictionary(fc.constantFrom('p', 'q'), nullable, { noNullPrototype: true }),
    fc.boolean(),
    fc.subarray(['p', 'q']),
  )
  .map(([properties, isClosed, required]) => ({
    type: 'object',
    properties,
    required: required.filter((name) => name in properties),
    ...(isClosed && { additionalProperties: false }),
  }));
const schema = fc.oneof(
  nullable,
  object,
  nullable.map((items) => ({ type: 'array', items })),
);

describe('the comparison of schemas', () => {
  it.each(['minLength', 'minItems', 'minProperties'])('takes %s of 0 for none', (keyword) => {
    const type = { minLength: 'string', minItems: 'array', minProperties: 'object' }[keyword];
    expect(compareSchemas({ type }, { type, [keyword]: 0 }, 'request')).toEqual([]);
    expect(compareSchemas({ type, [keyword]: 0 }, { type }, 'answer')).toEqual([]);
  });

  const ajv = new Ajv2020({ strict: false });
  const holds = (one: Schema) => {
    const isOne = ajv.compile(one);
    return VALUES.filter((value) => isOne(value));
  };

  it('finds nothing in a schema and itself', () => {
    fc.assert(
      fc.property(schema, fc.constantFrom<Direction>('request', 'answer'), (one, direction) => {
        expect(compareSchemas(one, structuredClone(one), direction)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('calls a request broken exactly when one that was taken is refused', () => {
    fc.assert(
      fc.property(schema, schema, (before, after) => {
        const takes = ajv.compile(after);
        const refused = holds(before).filter((value) => !takes(value));
        expect(breaksIn(before, after, 'request').length > 0).toBe(refused.length > 0);
      }),
      { numRuns: RUNS },
    );
  });

  it('calls an answer broken only when one may come that was not told of', () => {
    fc.assert(
      fc.property(schema, schema, (before, after) => {
        if (breaksIn(before, after, 'answer').length === 0) return;
        const told = ajv.compile(before);
        expect(holds(after).some((value) => !told(value))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('calls events broken exactly when the generator does', () => {
    const data = object.map(({ type, properties, required }) => ({ type, properties, required }) as never);
    fc.assert(
      fc.property(data, data, (before, after) => {
        const found = breaksIn(before, after, 'answer').length > 0;
        expect(found).toBe(joinContracts(before, after).breaks.length > 0);
      }),
      { numRuns: RUNS },
    );
  });
});
