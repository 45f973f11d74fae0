import { describe, expect, it } from '@jest/globals';
import type { Field } from '../../../cli/config/model.ts';
import { Misfit } from '../../../cli/split/fit/misfit.ts';
import { fitOf } from '../../../cli/split/fit/of-field.ts';

const base = { name: 'x', column: 'x', required: false, unique: false };
const field = (more: object): Field => ({ ...base, ...more }) as Field;

const STRING = field({ type: 'string', maxLength: 5, pattern: '^[a-z😀]*$' });
const NEEDED = field({ type: 'string', maxLength: 5, required: true });
const INTEGER = field({ type: 'integer', min: 0, max: 60 });
const BIGINT = field({ type: 'bigint' });
const DECIMAL = field({ type: 'decimal', precision: 6, scale: 2, max: '999.50' });
const BOOLEAN = field({ type: 'boolean' });
const DATE = field({ type: 'date', min: '1900-01-01' });
const TIME = field({ type: 'datetime' });
const UUID = field({ type: 'uuid' });
const JSON_FIELD = field({ type: 'json' });
const ENUM = field({ type: 'enum', values: ['a', 'b'] });
const LIST = field({ type: 'array', items: { ...base, type: 'integer' }, minItems: 0, maxItems: 3, uniqueItems: true });

const CASES: readonly [Field, string, string][] = [
  [STRING, 'abc', 'abc'],
  [STRING, '😀😀😀😀😀', '😀😀😀😀😀'],
  [STRING, 'abcdef', '!too_long'],
  [STRING, 'ABC', '!pattern'],
  [STRING, 'a\0', '!nul'],
  [NEEDED, '', '!too_short'],
  [INTEGER, '7', '7'],
  [INTEGER, '007.00', '7'],
  [INTEGER, '-0', '0'],
  [INTEGER, '61', '!out_of_range'],
  [INTEGER, '7.5', '!type'],
  [INTEGER, ' 7', '!type'],
  [INTEGER, '99999999999999999999', '!out_of_range'],
  [BIGINT, '9007199254740991', '9007199254740991'],
  [BIGINT, '9007199254740992', '!out_of_range'],
  [DECIMAL, '1', '1.00'],
  [DECIMAL, '-.5', '-0.50'],
  [DECIMAL, '-0', '0.00'],
  [DECIMAL, '12.500', '12.50'],
  [DECIMAL, '12.345', '!inexact'],
  [DECIMAL, '999.51', '!out_of_range'],
  [DECIMAL, '10000', '!out_of_range'],
  [DECIMAL, '1e3', '!type'],
  [BOOLEAN, 'YES', 't'],
  [BOOLEAN, '0', 'f'],
  [BOOLEAN, '2', '!type'],
  [DATE, '2024-02-29', '2024-02-29'],
  [DATE, '2024-02-29 12:00:00', '2024-02-29'],
  [DATE, '2023-02-29', '!bad_date'],
  [DATE, '0000-00-00', '!zero_date'],
  [DATE, '2023-00-10', '!zero_date'],
  [DATE, '1899-12-31', '!out_of_range'],
  [DATE, 'infinity', '!bad_date'],
  [TIME, '2024-03-01 10:20:30', '2024-03-01 10:20:30.000'],
  [TIME, '2024-03-31 10:20:30', '2024-03-31 10:20:30.000'],
  [TIME, '2024-03-01T10:20:30.1239+02', '2024-03-01 08:20:30.123'],
  [TIME, '2024-03-01 00:30:00-05:30', '2024-03-01 06:00:00.000'],
  [TIME, '2024-03-01', '2024-03-01 00:00:00.000'],
  [TIME, '2024-13-01 00:00:00', '!bad_date'],
  [TIME, '2024-03-01 24:00:00', '!bad_date'],
  [TIME, '0000-00-00 00:00:00', '!zero_date'],
  [UUID, '5B0F2A5E6B0B4C569F0B0D3F3E6F1A01', '5b0f2a5e-6b0b-4c56-9f0b-0d3f3e6f1a01'],
  [UUID, '12', '!type'],
  [JSON_FIELD, '{"a": 1}', '{"a": 1}'],
  [JSON_FIELD, '{a}', '!bad_json'],
  [JSON_FIELD, '"\\u0000"', '!nul'],
  [JSON_FIELD, '"\\\\u0000"', '"\\\\u0000"'],
  [ENUM, 'b', 'b'],
  [ENUM, 'c', '!unknown_value'],
  [LIST, '[1, "2"]', '[1,2]'],
  [LIST, '[1, 1]', '!duplicate'],
  [LIST, '[1,2,3,4]', '!out_of_range'],
  [LIST, '["x"]', '!type'],
  [LIST, '{}', '!type'],
];

describe('what a field takes', () => {
  it.each(CASES.map(([of, value, becomes]) => ({ of, type: of.type, value, becomes })))(
    '$type: $value → $becomes',
    ({ of, value, becomes }) => {
      const found = fitOf(of, 0)(value);
      expect(found instanceof Misfit ? `!${found.code}` : found).toBe(becomes);
    },
  );

  it('takes times without a zone to be in that of the source', () => {
    const takes = fitOf(TIME, 120);
    expect([takes('2024-03-01 01:00:00'), takes('2024-03-01 01:00:00Z')]).toEqual([
      '2024-02-29 23:00:00.000',
      '2024-03-01 01:00:00.000',
    ]);
  });
});
