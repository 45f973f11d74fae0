import { filePart, form, INVALID, json, OTHER_TYPE, type Row } from './request.ts';

const ELF = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(100)]);

export const uploadRows: Row[] = (
  [
    ['JSON', json({ file: 'x' }), OTHER_TYPE],
    ['nothing at all', {}, OTHER_TYPE],
    [
      'no boundary',
      { ...form(filePart('x')), headers: { 'content-type': 'multipart/form-data' } },
      [400, 'malformed_request'],
    ],
    [
      'form that breaks off',
      { ...form(), body: form(filePart('x')).body?.subarray(0, -11) },
      [400, 'malformed_request'],
    ],
    ['form without a file', form(), INVALID],
    ['text in place of a file', form({ head: 'form-data; name="file"', body: 'x' }), INVALID],
    ['file under another name', form({ head: 'form-data; name="image"; filename="x"', body: 'x' }), INVALID],
    ['second file', form(filePart('x'), filePart('y')), INVALID],
    ['second field', form(filePart('x'), { head: 'form-data; name="color"', body: 'red' }), INVALID],
    ['name that is too long', form(filePart('x', 'x'.repeat(256))), INVALID],
    ['name with a NUL', form(filePart('x', 'a\0b')), INVALID],
    ['program', form(filePart(ELF)), OTHER_TYPE],
  ] as const
).map(([what, sent, expected]) => ['POST /api/v1/files', `takes no ${what}`, sent, ...expected]);
