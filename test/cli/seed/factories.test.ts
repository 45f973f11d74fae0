import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { array } from '../../../cli/config/fields/array.ts';
import { SCALAR_TYPES } from '../../../cli/config/fields/scalars.ts';
import type { Entity, Field, Fleet } from '../../../cli/config/model.ts';
import { viewFactory } from '../../../cli/generate/plan/view/factories.ts';
import { jsonSchema } from '../../../cli/generate/plan/view/json-schema.ts';
import { mistakesBy } from '../../../shared/app/index.ts';
import { RowMaker } from '../../../shared/seeds/scale/row-maker.ts';
import { valuesOf } from '../../../shared/seeds/scale/values.ts';

const FLEET = { services: [] } as unknown as Fleet;
const PATTERNS = [
  '^\\d{4}/\\d{4}$',
  '^[A-Z]{2,3}-\\d+$',
  '^(EUR|USD|GBP)$',
  '^[^@\\s]+@[^@\\s]+$',
  '^(?=.*\\d)[a-z0-9]{8,12}$',
  '^([a-z])x\\1$',
  '^\\p{L}+( \\p{L}+)?$',
  '^.{3,}$',
  '^#[0-9a-f]{6}$',
  'b+',
];

/** Fields as the config says them, resolved by the code that resolves those of a fleet. */
const scalar: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc
    .record({ minLength: fc.integer({ min: 0, max: 12 }), more: fc.integer({ min: 1, max: 300 }) })
    .map(({ minLength, more }) => ({ type: 'string', minLength, maxLength: minLength + more })),
  fc.constantFrom(...PATTERNS).map((pattern) => ({ type: 'string', pattern, maxLength: 40 })),
  fc.record({ type: fc.constantFrom('text', 'boolean', 'datetime', 'uuid') }),
  fc
    .tuple(fc.constantFrom('integer', 'bigint'), fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 1e6 }))
    .chain(([type, min, room]) =>
      fc.constantFrom({ type }, { type, min }, { type, max: min }, { type, min, max: min + room }),
    ),
  fc
    .record({ scale: fc.integer({ min: 0, max: 6 }), whole: fc.integer({ min: 1, max: 12 }) })
    .chain(({ scale, whole }) => {
      const type = { type: 'decimal', precision: scale + whole, scale };
      const bound = scale === 0 ? '7' : `7.${'3'.repeat(scale)}`;
      return fc.constantFrom(type, { ...type, min: `-${bound}` }, { ...type, max: bound }, { ...type, min: bound });
    }),
  fc
    .constantFrom({}, { min: '2024-02-29' }, { max: '1970-01-01' }, { min: '2026-01-01', max: '2026-01-03' })
    .map((limits) => {
      return { type: 'date', ...limits };
    }),
  fc.record({ type: fc.constantFrom('email', 'url'), maxLength: fc.integer({ min: 16, max: 254 }) }),
  fc.constant({ type: 'enum', values: ['open', 'closed', 'on hold'] }),
);

const base = { name: 'value', column: 'value', unique: false };

function resolved({ type, ...settings }: Record<string, unknown>, required = true): Field {
  const found = SCALAR_TYPES[type as keyof typeof SCALAR_TYPES];
  return found.resolve({ ...base, required }, settings as never, 'a-service') as Field;
}

function entity(fields: readonly Field[], unique: readonly (readonly string[])[] = []): Entity {
  return { name: 'Thing', singular: 'thing', plural: 'things', path: 'things', table: 'things', fields, unique };
}

/** As of a resource with this one field. */
function mistakesOf(field: Field): (value: unknown) => unknown {
  const mistakesIn = mistakesBy({ type: 'object', properties: { value: jsonSchema(field, false) as object } });
  return (value) => mistakesIn({ value });
}

const factoryOf = (field: Field) => viewFactory(entity([field]), FLEET).fields[0] as never;

describe('values of a field', () => {
  it('fit its own schema, whatever it is', () => {
    fc.assert(
      fc.property(scalar, fc.nat(), (settings, seed) => {
        const field = resolved(settings);
        const values = valuesOf(factoryOf(field));
        const mistakesIn = mistakesOf(field);
        expect(values.size).toBeGreaterThan(0);
        expect(values.usual).toBeLessThanOrEqual(values.size);
        for (const index of [0, values.usual - 1, values.size - 1, seed % values.size]) {
          const value = values.at(index);
          expect([value, mistakesIn(value)]).toEqual([value, []]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('differ for every number', () => {
    fc.assert(
      fc.property(scalar, (settings) => {
        const values = valuesOf(factoryOf(resolved(settings)));
        if (values.repeats) return;
        const count = Math.min(values.size, 300);
        const several = Array.from({ length: count }, (_, index) => JSON.stringify(values.at(index)));
        expect(new Set(several).size).toBe(count);
      }),
      { numRuns: 100 },
    );
  });

  it('fill lists as long as they may be', () => {
    const lists = fc.record({
      of: scalar,
      minItems: fc.integer({ min: 0, max: 2 }),
      more: fc.integer({ min: 0, max: 4 }),
      uniqueItems: fc.boolean(),
    });
    fc.assert(
      fc.property(lists, fc.nat(), ({ of, minItems, more, uniqueItems }, index) => {
        const settings = { of, minItems, maxItems: minItems + more, uniqueItems };
        const field = array.resolve({ ...base, required: true }, settings as never, 'a-service') as Field;
        const values = valuesOf(factoryOf(field));
        // Two different values of a type that has one.
        if (values.size === 0) return;
        const value = values.at(index);
        expect([value, mistakesOf(field)(value)]).toEqual([value, []]);
      }),
      { numRuns: 100 },
    );
  });
});

const ALONE = { own: 'a-service', before: new Set<string>(), scale: { Thing: 1_000 } };

describe('rows of an entity', () => {
  it('are the same again, from whatever number on', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(scalar, fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 5 }), (several) => {
        const fields = several.map(([settings, required, unique], index) => {
          return { ...resolved(settings, required), name: `field${index}`, unique } as Field;
        });
        const factory = viewFactory(entity(fields), FLEET);
        const [one, other] = [new RowMaker(factory, ALONE), new RowMaker(factory, ALONE)];
        if (!one.has(40)) return;
        const rows = Array.from({ length: 41 }, (_, row) => one.at(row));
        expect(other.at(40)).toEqual(rows[40]);
        expect(other.at(7)).toEqual(rows[7]);
        for (const { name, unique } of fields) {
          const given = rows.map((row) => row[name]).filter((value) => value !== undefined);
          if (unique) expect(new Set(given.map((value) => JSON.stringify(value))).size).toBe(given.length);
        }
      }),
      { numRuns: 50 },
    );
  });
});
