import type { Schema } from '../json-schema.ts';
import { nameSchema } from './name-schema.ts';

/** Of a row among those of its entity: ids are made from it. */
const seedKey: Schema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9_-]*$',
  patternErrorMessage: 'a key: letters, digits, dashes and underscores, a letter or digit first',
  maxLength: 64,
};

export const seeds: Schema = {
  title: 'Seeds',
  description:
    'Rows that the entity begins with: by profile (`dev`, `test`, any other), then by a key, from which the row’s id is made. A reference names the key of the row that it leads to.',
  type: 'object',
  propertyNames: nameSchema('kebab', 32),
  additionalProperties: {
    title: 'Profile',
    description: 'Rows by their keys.',
    type: 'object',
    propertyNames: seedKey,
    additionalProperties: { title: 'Row', description: 'Values by field.', type: 'object' },
  },
};
