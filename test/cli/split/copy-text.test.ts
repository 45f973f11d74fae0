import { expect, it } from '@jest/globals';
import { Malformed } from '../../../cli/split/source/contract.ts';
import { copied, parseCopy } from '../../../cli/split/source/copy-text.ts';

it('reads what it writes, as COPY has it', () => {
  const rows = [
    ['a', null, ''],
    ['tab\tline\nreturn\rback\\slash', '\\N', '\\'],
    ['😀', '\b\f\v', 'n\\n'],
  ];
  const text = rows.map((row) => `${row.map(copied).join('\t')}\n`).join('');
  expect(parseCopy(Buffer.from(text))).toEqual(rows);
});

it('reads escapes of every kind', () => {
  expect(parseCopy(Buffer.from('\\b\\f\\n\\r\\t\\v\\\\\t\\101\\x41\\q\n'))).toEqual([['\b\f\n\r\t\v\\', 'AAq']]);
});

it('tells bytes that are no text from those beside them that are', () => {
  const line = Buffer.concat([Buffer.from('café\t'), Buffer.from([0x63, 0xe9]), Buffer.from('\t\\N\n')]);
  const [[valid, malformed, nothing] = []] = parseCopy(line);
  expect([valid, nothing]).toEqual(['café', null]);
  expect(malformed).toEqual(new Malformed(Buffer.from([0x63, 0xe9])));
});
