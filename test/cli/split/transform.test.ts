import { describe, expect, it } from '@jest/globals';
import { Misfit } from '../../../cli/split/fit/misfit.ts';
import type { FieldMapping } from '../../../cli/split/mapping/contract.ts';
import { Malformed } from '../../../cli/split/source/contract.ts';
import { decoder, decoderOfBytes } from '../../../cli/split/transform/decode.ts';
import { stepsOf } from '../../../cli/split/transform/steps-of.ts';

function transformed(mapping: FieldMapping, text: string): string | null {
  let value: string | null | Misfit = text;
  for (const step of stepsOf(mapping, { type: 'string', maxLength: 4 }))
    if (typeof value === 'string') value = step(value);
  return value instanceof Misfit ? `!${value.code}` : value;
}

const CASES: readonly [FieldMapping, string, string | null][] = [
  [{ split: { by: ',', part: 2 } }, 'a,b,c', 'b'],
  [{ split: { by: ',', part: -1 } }, 'a,b,c', 'c'],
  [{ split: { by: ',', part: 4 } }, 'a,b,c', null],
  [{ trim: true }, '\t a b ', 'a b'],
  [{ case: 'lower' }, 'ÄB', 'äb'],
  [{ case: 'upper' }, 'äb', 'ÄB'],
  [{ nulls: ['', 'n/a'] }, 'n/a', null],
  [{ values: { A: 'active' } }, 'A', 'active'],
  [{ values: { A: 'active' } }, 'constructor', '!unknown_value'],
  [{ values: { A: 'active' }, otherwise: 'other' }, 'X', 'other'],
  [{ format: 'DD.MM.YYYY' }, '31.12.1999', '1999-12-31 00:00:00.000'],
  [{ format: 'MM/DD/YYYY HH:mm:ss.SSS' }, '12/31/1999 23:59:58.007', '1999-12-31 23:59:58.007'],
  [{ format: 'DD.MM.YYYY' }, '1999-12-31', '!bad_date'],
  [{ format: 'unix' }, '86400', '1970-01-02T00:00:00.000Z'],
  [{ format: 'unix-ms' }, '1', '1970-01-01T00:00:00.001Z'],
  [{ format: 'unix' }, '0', '!zero_date'],
  [{ format: 'unix' }, 'soon', '!bad_date'],
  [{ cut: true }, '😀bcdef', '😀bcd'],
  [{ split: { by: ' ', part: 1 }, trim: true, case: 'lower', nulls: ['x'], values: { ab: 'c' } }, 'AB rest', 'c'],
];

describe('what becomes of a text', () => {
  it.each(CASES.map(([mapping, text, becomes]) => ({ mapping, text, becomes })))(
    '$mapping: $text → $becomes',
    (each) => {
      expect(transformed(each.mapping, each.text)).toBe(each.becomes);
    },
  );

  it('is read in its encoding, or is none', () => {
    const bytes = new Malformed(Buffer.from([0x63, 0xe9]));
    expect(decoder(undefined)(bytes)).toMatchObject({ code: 'encoding' });
    expect(decoder('windows-1252')(bytes)).toBe('cé');
    expect(decoder('windows-1252')('ü')).toBe('ü');
    expect(decoderOfBytes(undefined)('63c3a9')).toBe('cé');
    expect(decoderOfBytes(undefined)('63e9')).toMatchObject({ code: 'encoding' });
    expect(decoderOfBytes('latin1')('63e9')).toBe('cé');
    expect(decoderOfBytes(undefined)(null)).toBeNull();
  });
});
