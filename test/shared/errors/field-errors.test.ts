import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { fieldErrors, jsonPointer } from '../../../shared/errors/index.ts';

const validate = new Ajv({ allErrors: true }).compile({
  type: 'object',
  additionalProperties: false,
  required: ['na/me'],
  properties: {
    'na/me': { type: 'string' },
    status: { enum: ['draft', 'published'] },
    tags: { type: 'array', items: { type: 'string', maxLength: 3 } },
    credits: { type: 'integer', maximum: 60 },
  },
});

const errorsOf = (value: unknown) => (validate(value) ? [] : fieldErrors(validate.errors ?? []));

describe('the mistakes in a body', () => {
  it.each([
    ['a missing field, at the field', {}, { path: '/na~1me', code: 'required', message: 'is required' }],
    [
      'an unknown field, at the field',
      { 'na/me': 'x', 'a~b': 1 },
      { path: '/a~0b', code: 'unknown_field', message: 'is not a known field' },
    ],
    [
      'a value outside an enum, with what is allowed',
      { 'na/me': 'x', status: 'gone' },
      { path: '/status', code: 'not_allowed', message: 'must be one of draft, published' },
    ],
    ['a wrong type', { 'na/me': 7 }, { path: '/na~1me', code: 'wrong_type', message: 'must be string' }],
    [
      'a limit, deep inside',
      { 'na/me': 'x', tags: ['a', 'abcd'] },
      { path: '/tags/1', code: 'too_long', message: 'must NOT have more than 3 characters' },
    ],
    ['the whole body', [], { path: '', code: 'wrong_type', message: 'must be object' }],
  ])('name %s', (_name, value, error) => {
    expect(errorsOf(value)).toEqual([error]);
  });

  it('are at most a hundred', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]));
    expect(errorsOf(many)).toHaveLength(100);
  });
});

it('a JSON Pointer escapes what would part it', () => {
  expect(jsonPointer([])).toBe('');
  expect(jsonPointer(['a/b', 0, 'c~d', ''])).toBe('/a~1b/0/c~0d/');
});
