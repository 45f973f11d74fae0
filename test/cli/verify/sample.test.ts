import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalPattern } from '../../../cli/config/fields/decimal.ts';
import type { Entity, Field } from '../../../cli/config/model.ts';
import { CheckSkipped } from '../../../cli/verify/outcome.ts';
import { sampleOf } from '../../../cli/verify/sample.ts';

const SALT = 'verify-0123456789ab';

function entity(...fields: Field[]): Entity {
  return { name: 'Thing', singular: 'thing', plural: 'things', path: 'things', table: 'things', fields };
}

const base = fc.record({
  name: fc.constant('field'),
  column: fc.constant('field'),
  required: fc.boolean(),
  unique: fc.boolean(),
});

/** From the first bound to the second. */
const bounds = (min: number, max: number) =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

const PATTERNS = [
  '^\\d{4}/\\d{4}$',
  '^[A-Z]{2,5}-\\d+$',
  '\\d',
  '^(red|green)$',
  '^.{3}$',
  '[^a]',
  '^\\p{Lu}\\p{Ll}*$',
  '^(?=.*\\d)[a-z0-9]{8,}$',
];
const LARGEST = 2 ** 31 - 1;

const fields: fc.Arbitrary<Field> = fc.oneof(
  fc.tuple(base, bounds(0, 600)).map(([field, [minLength, most]]): Field => {
    return { ...field, type: 'string', minLength, maxLength: Math.max(most, 1) };
  }),
  fc.tuple(base, fc.constantFrom(...PATTERNS)).map(([field, pattern]): Field => {
    return { ...field, type: 'string', maxLength: 255, pattern };
  }),
  base.map((field): Field => ({ ...field, type: 'text' })),
  fc
    .tuple(base, bounds(-LARGEST - 1, LARGEST), fc.boolean(), fc.boolean())
    .map(([field, [min, max], hasMin, hasMax]): Field => {
      return { ...field, type: 'integer', ...(hasMin && { min }), ...(hasMax && { max }) };
    }),
  base.map((field): Field => ({ ...field, unique: false, type: 'boolean' })),
  fc.tuple(base, fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 })).map(([field, values]): Field => {
    return { ...field, unique: false, type: 'enum', values };
  }),
  base.map((field): Field => ({ ...field, type: 'json' })),
);

describe('a sample of an entity', () => {
  it('has for every field a value that the field accepts', () => {
    fc.assert(
      fc.property(fields, (field) => {
        const { field: value } = sampleOf(entity(field), SALT);
        expect(accepts(field, value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, Field]>([
    ['a short string', { name: 'f', column: 'f', required: true, unique: true, type: 'string', maxLength: 5 }],
    ['a string', { name: 'f', column: 'f', required: true, unique: true, type: 'string', maxLength: 255 }],
    ['a short address', { name: 'f', column: 'f', required: true, unique: true, type: 'email', maxLength: 16 }],
    ['a short URL', { name: 'f', column: 'f', required: true, unique: true, type: 'url', maxLength: 16 }],
    ['a text', { name: 'f', column: 'f', required: true, unique: true, type: 'text' }],
  ])('differs with the salt where it must: %s', (_title, field) => {
    expect(sampleOf(entity(field), SALT)).not.toEqual(sampleOf(entity(field), 'verify-ba9876543210'));
  });

  it('differs where a number or a pattern must be unique', () => {
    const code: Field = {
      name: 'code',
      column: 'c',
      required: true,
      unique: true,
      type: 'string',
      maxLength: 9,
      pattern: '^[A-Z]{9}$',
    };
    const number: Field = { name: 'number', column: 'n', required: true, unique: true, type: 'integer', min: 1 };
    const samples = Array.from({ length: 20 }, () => sampleOf(entity(code, number), SALT));
    expect(new Set(samples.map((sample) => sample.code)).size).toBe(20);
    expect(new Set(samples.map((sample) => sample.number)).size).toBe(20);
  });

  it('leaves out references and what cannot be made up, unless they must be there', () => {
    const reference: Field = {
      name: 'owner',
      column: 'o',
      required: false,
      unique: false,
      type: 'reference',
      service: 'people-service',
      entity: 'Person',
      onDelete: 'nullify',
    };
    const ahead: Field = {
      name: 'code',
      column: 'c',
      required: false,
      unique: false,
      type: 'string',
      maxLength: 9,
      pattern: '^(?!x)x$',
    };
    const long: Field = { ...ahead, pattern: '^x{10}$' };
    const only: Field = { name: 'only', column: 'o', required: false, unique: true, type: 'enum', values: ['one'] };
    expect(sampleOf(entity(reference, ahead, long, only), SALT)).toEqual({});
    expect(() => sampleOf(entity({ ...only, required: true }), SALT)).toThrow(
      new CheckSkipped('only is unique and has few values, which may all be taken'),
    );
    expect(() => sampleOf(entity({ ...reference, required: true }), SALT)).toThrow(
      new CheckSkipped('owner refers to Person of people-service'),
    );
    expect(() => sampleOf(entity({ ...ahead, required: true }), SALT)).toThrow(
      new CheckSkipped('no value for code can be made up from its pattern'),
    );
    expect(() => sampleOf(entity({ ...long, required: true }), SALT)).toThrow(CheckSkipped);
  });
});

/** Whether a service would take the value: by the rules of the config, written down once more. */
function accepts(field: Field, value: unknown): boolean {
  switch (field.type) {
    case 'string': {
      if (typeof value !== 'string' || !value.isWellFormed() || value.includes('\0')) return false;
      const { length } = [...value];
      if (field.pattern !== undefined && !new RegExp(field.pattern, 'u').test(value)) return false;
      return length >= (field.minLength ?? 0) && length <= field.maxLength;
    }
    case 'text':
      return typeof value === 'string';
    case 'integer':
      return (
        Number.isInteger(value) &&
        (value as number) >= (field.min ?? -LARGEST - 1) &&
        (value as number) <= (field.max ?? LARGEST)
      );
    case 'bigint':
      return (
        Number.isSafeInteger(value) &&
        (value as number) >= (field.min ?? Number.MIN_SAFE_INTEGER) &&
        (value as number) <= (field.max ?? Number.MAX_SAFE_INTEGER)
      );
    case 'decimal':
      return (
        new RegExp(decimalPattern(field.precision, field.scale)).test(String(value)) &&
        Number(value) >= Number(field.min ?? value) &&
        Number(value) <= Number(field.max ?? value)
      );
    case 'date': {
      const day = String(value);
      return /^\d{4}-\d{2}-\d{2}$/.test(day) && day >= (field.min ?? day) && day <= (field.max ?? day);
    }
    case 'datetime':
      return new Date(String(value)).toISOString() === value;
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(value));
    case 'email':
      return /^[^@]+@example\.org$/.test(String(value)) && String(value).length <= field.maxLength;
    case 'url':
      return String(value).startsWith('https://') && String(value).length <= field.maxLength;
    case 'array':
      return (
        Array.isArray(value) &&
        value.length >= field.minItems &&
        value.length <= field.maxItems &&
        value.every((item) => accepts(field.items, item)) &&
        (!field.uniqueItems || new Set(value).size === value.length)
      );
    case 'boolean':
      return typeof value === 'boolean';
    case 'enum':
      return field.values.includes(value as string);
    case 'json':
      return typeof value === 'object';
    case 'reference':
      return value === undefined;
  }
}
