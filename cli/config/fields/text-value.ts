import type { Schema } from '../json-schema.ts';

/** The key `default` of types whose values are text in JSON. */
export const textDefault: Schema = {
  title: 'Default',
  description: 'The value of a resource that is created without one.',
  type: 'string',
};
