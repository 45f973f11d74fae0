import type { Schema } from '../json-schema.ts';

/** The values of an enum, a field's own or shared: labels that PostgreSQL holds in 63 characters. */
export const enumValues: Schema = {
  type: 'array',
  items: {
    type: 'string',
    pattern: '^[^\\p{Cc}]{1,63}$',
    patternErrorMessage: '1 to 63 characters without control characters',
  },
  minItems: 1,
  uniqueItems: true,
};
