import type { Schema } from '../json-schema.ts';

/** Keys that several types of field share. */
export const required: Schema = {
  title: 'Required',
  description: 'Whether a resource must have a value here; without it, `null` is one.',
  type: 'boolean',
  default: false,
};

export const unique: Schema = {
  title: 'Unique',
  description: 'Whether no two resources may have the same value; a second one is answered with 409.',
  type: 'boolean',
  default: false,
};
