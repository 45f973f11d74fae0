import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryOf, type Surroundings } from '../../../../cli/contracts/fuzz/arbitrary.ts';
import { conformityTo } from '../../../../cli/contracts/fuzz/conformity.ts';
import type { Schema } from '../../../../cli/contracts/fuzz/document.ts';
import { withStandIns } from '../../../../cli/contracts/fuzz/marks.ts';
import { isSameValue } from '../../../../cli/contracts/fuzz/same-value.ts';
import { wrongValues } from '../../../../cli/contracts/fuzz/violation/values.ts';

const document = { paths: {}, components: { schemas: { Code: { type: 'string', pattern: '^[A-Z]{2}$' } } } };
const around: Surroundings = {
  document,
  conformity: conformityTo(document),
  referredBy: (field) => (field === 'ownerId' ? '/api/v1/owners' : undefined),
};

const SCHEMAS: Record<string, Schema> = {
  text: { type: 'string', minLength: 2, maxLength: 5 },
  pattern: { type: 'string', pattern: '^\\d{4}/\\d{4}$' },
  decimal: {
    type: 'string',
    format: 'decimal',
    pattern: '^(?!-0\\.0+$)-?(0|[1-9]\\d{0,9})\\.\\d{2}$',
    'x-minimum': '0.00',
    'x-maximum': '99.99',
  },
  uuid: { type: 'string', format: 'uuid' },
  date: { type: 'string', format: 'date', 'x-minimum': '1900-01-01', 'x-maximum': '2100-12-31' },
  moment: { type: ['string', 'null'], format: 'date-time', 'x-instant': true },
  email: { type: 'string', format: 'email', maxLength: 254 },
  url: { type: 'string', format: 'uri', pattern: '^https?://', maxLength: 200 },
  origin: { type: 'string', format: 'uri', pattern: '^https?://[^/?#@]+/?$', maxLength: 255 },
  integer: { type: 'integer', minimum: -5, maximum: 5 },
  bigint: { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
  number: { type: 'number', minimum: 0, maximum: 1 },
  enum: { type: ['string', 'null'], enum: ['a', 'b', null] },
  list: { type: 'array', items: { $ref: '#/components/schemas/Code' }, minItems: 1, maxItems: 3, uniqueItems: true },
  either: { oneOf: [{ type: 'integer' }, { type: 'boolean' }] },
  both: {
    allOf: [
      { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
      { properties: { b: { type: 'boolean' } }, required: ['b'] },
    ],
  },
  open: { type: 'object', additionalProperties: { type: 'integer' } },
  anything: {},
  whole: {
    type: 'object',
    properties: {
      ownerId: { type: 'string', format: 'uuid' },
      code: { $ref: '#/components/schemas/Code' },
      total: { 'x-read-only': true },
    },
    required: ['ownerId'],
    additionalProperties: false,
  },
};

describe.each(Object.entries(SCHEMAS))('data for %s', (_, schema) => {
  it('conforms where it is good', () => {
    for (const value of fc.sample(arbitraryOf(schema, around), { numRuns: 200, seed: 1 })) {
      expect([value, around.conformity(schema, withStandIns(value))]).toEqual([value, []]);
    }
  });

  it('can be written as JSON and read again', () => {
    for (const value of fc.sample(arbitraryOf(schema, around), { numRuns: 100, seed: 2 })) {
      const plain = withStandIns(value);
      expect(isSameValue(plain, JSON.parse(JSON.stringify(plain)))).toBe(true);
    }
  });
});

describe('values that are wrong', () => {
  // One of two types, or of two schemas, is looked for by nobody: what is wrong there is not planted.
  it.each(Object.entries(SCHEMAS))('are so for %s, nearly all', (name, schema) => {
    for (const { kind, values } of wrongValues(document, schema)) {
      const drawn = fc.sample(values, { numRuns: 50, seed: 3 });
      const wrong = drawn.filter((value) => around.conformity(schema, value).length > 0);
      expect([name, kind, wrong.length / drawn.length > 0.5]).toEqual([name, kind, true]);
    }
  });
});

describe('isSameValue', () => {
  it.each([
    ['2026-01-01T00:00:00.123456+05:30', '2025-12-31T18:30:00.123Z', true],
    [['2026-01-01T00:00:00Z'], ['2026-01-01T00:00:00.000Z'], true],
    [{ a: -0 }, { a: 0 }, true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ['x', 'x ', false],
    [null, undefined, false],
    ['2026-01-01', '2026-01-02', false],
  ])('of %j and %j says %j', (written, read, expected) => {
    expect(isSameValue(written, read)).toBe(expected);
  });
});
