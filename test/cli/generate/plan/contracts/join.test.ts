import { describe, expect, it } from '@jest/globals';
import { fits } from '../../../../../cli/generate/plan/contracts/fits.ts';
import { joinContracts } from '../../../../../cli/generate/plan/contracts/join.ts';
import type { DataSchema, ValueSchema } from '../../../../../cli/generate/plan/contracts/schema.ts';

const text = { type: 'string' };
const maybe = { type: ['string', 'null'] };
const number = { type: 'integer', minimum: 0, maximum: 60 };
const status = { type: 'string', enum: ['draft', 'sent'] };
const maybeStatus = { type: ['string', 'null'], enum: ['draft', 'sent', null] };
const day = { type: 'string', format: 'date', 'x-minimum': '1900-01-01' };
const decimal = { type: 'string', format: 'decimal', pattern: '^\\d$', 'x-minimum': '-9.00', 'x-maximum': '10.00' };
const list = { type: 'array', items: text, maxItems: 5 };

const of = (properties: Record<string, ValueSchema>, required = Object.keys(properties)): DataSchema => ({
  type: 'object',
  properties,
  required,
});

/** What a value was, what it is from now on, and what the contract says after it. */
const GO_THROUGH: Readonly<Record<string, readonly [before: ValueSchema, now: ValueSchema, joined: ValueSchema]>> = {
  'the same': [number, number, number],
  'wider bounds': [number, { ...number, minimum: -5, maximum: 90 }, { ...number, minimum: -5, maximum: 90 }],
  'narrower bounds, which were wider before': [number, { ...number, minimum: 5, maximum: 9 }, number],
  'a bound less': [{ ...text, maxLength: 9 }, text, text],
  'a bound more': [text, { ...text, maxLength: 9 }, text],
  'an earlier day': [day, { ...day, 'x-minimum': '1800-01-01' }, { ...day, 'x-minimum': '1800-01-01' }],
  'decimals by their value': [
    decimal,
    { ...decimal, 'x-minimum': '-10.00', 'x-maximum': '9.50' },
    { ...decimal, 'x-minimum': '-10.00' },
  ],
  'never null any more': [maybe, text, maybe],
  'json that is never null any more': [{}, { not: { type: 'null' } }, {}],
  'an enum value less': [status, { ...status, enum: ['sent'] }, status],
  'an enum that is never null any more': [maybeStatus, status, maybeStatus],
  'values of an enum in another order': [status, { ...status, enum: ['sent', 'draft'] }, status],
  'only values of an enum': [text, status, text],
  'a form that it had not': [text, { ...text, format: 'email', pattern: '@' }, text],
  'longer lists': [list, { ...list, maxItems: 9 }, { ...list, maxItems: 9 }],
  'lists that repeat themselves': [{ ...list, uniqueItems: true }, list, list],
  'lists of wider items': [
    { ...list, items: number },
    { ...list, items: { ...number, maximum: 99 } },
    { ...list, items: { ...number, maximum: 99 } },
  ],
  'another description': [text, { ...text, description: 'of it' }, { ...text, description: 'of it' }],
};

const BREAK: Readonly<Record<string, readonly [before: ValueSchema, now: ValueSchema, difference: string]>> = {
  'another type': [text, number, 'it is integer, and was string'],
  'any value': [text, {}, 'it is any value, and was string'],
  'one type of any': [{}, text, 'it is string, and was any value'],
  'null, which it never was': [text, maybe, 'it may be null'],
  'json that may be null': [{ not: { type: 'null' } }, {}, 'it may be null'],
  'an enum that may be null': [status, maybeStatus, 'it may be null'],
  'an enum value more': [status, { ...status, enum: ['draft', 'sent', 'lost'] }, 'it may be "lost"'],
  'any text instead of an enum': [status, text, 'it may have any value'],
  'another format': [day, { ...day, format: 'date-time' }, 'it has another format'],
  'no format': [day, text, 'it has no format'],
  'another pattern': [decimal, { ...decimal, pattern: '^\\d\\d$' }, 'it has another pattern'],
  'a list of something else': [list, { ...list, items: number }, 'each of it is integer, and was string'],
  'one instead of a list': [list, text, 'it is string, and was array'],
};

describe('a contract that changes within its version', () => {
  it.each(Object.entries(GO_THROUGH))('allows %s, and what it has allowed', (_, [before, now, joined]) => {
    const contract = of({ it: before });
    const first = joinContracts(contract, of({ it: now }));
    expect(first).toEqual({ schema: of({ it: joined }), breaks: [] });
    // The next run finds nothing to change.
    expect(joinContracts(first.schema, of({ it: now }))).toEqual(first);
  });

  it.each(Object.entries(BREAK))('may not get %s', (_, [before, now, difference]) => {
    expect(joinContracts(of({ it: before }), of({ it: now })).breaks).toEqual([difference]);
  });

  it('lets go of what it never promised, and knows it still', () => {
    const { schema, breaks } = joinContracts(of({ name: text, city: text }, ['name']), of({ name: text }));
    expect({ schema, breaks }).toEqual({ schema: of({ name: text, city: text }, ['name']), breaks: [] });
  });

  it('takes new properties, which no event that was sent before has', () => {
    const { schema, breaks } = joinContracts(of({ it: text }), of({ it: text, more: number }));
    expect([schema, breaks]).toEqual([of({ it: text, more: number }, ['it']), []]);
  });

  it('keeps what it carries, and may not leave out what was always there', () => {
    expect(joinContracts(of({ it: text, more: text }), of({ it: text })).breaks).toEqual(['more is no longer carried']);
    expect(joinContracts(of({ it: text }), of({ it: text }, [])).breaks).toEqual(['it may be missing']);
  });

  it('tells every difference', () => {
    const before = of({ a: text, b: status, c: day });
    const now = of({ b: { ...status, enum: ['lost'] }, c: { type: ['integer', 'null'] } });
    expect(joinContracts(before, now).breaks).toEqual([
      'a is no longer carried',
      'b may be "lost"',
      'c is integer, and was string',
    ]);
  });
});

describe('one contract fits another', () => {
  it.each<[string, DataSchema, DataSchema, boolean]>([
    ['that is the same', of({ it: text }), of({ it: text }), true],
    [
      'that has more values of an enum',
      of({ it: status }),
      of({ it: { ...status, enum: ['draft', 'sent', 'lost'] } }),
      true,
    ],
    ['that may be null', of({ it: text }), of({ it: maybe }), true],
    ['that carries less', of({ it: text, more: text }), of({ it: text }), true],
    ['that is wider', of({ it: number }), of({ it: { ...number, maximum: 99 } }), true],
    ['that may carry more', of({ it: text }), of({ it: text, more: text }, ['it']), true],
    ['that carries more', of({ it: text }), of({ it: text, more: maybe }), false],
    ['that is narrower', of({ it: number }), of({ it: { ...number, maximum: 9 } }), false],
    ['that is never null', of({ it: maybe }), of({ it: text }), false],
    ['that always has what it may lack', of({ it: text }, []), of({ it: text }), false],
    ['of another type', of({ it: text }), of({ it: number }), false],
    ['with a pattern', of({ it: text }), of({ it: { ...text, pattern: 'x' } }), false],
  ])('%s', (_, one, other, expected) => {
    expect(fits(one, other)).toBe(expected);
  });
});
