import type { Schema } from '../json-schema.ts';
import type { Mistake } from '../mistake.ts';
import { NAME_FORMS } from '../names.ts';

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

export const readOnly: Schema = {
  title: 'Read-only',
  description:
    'Whether the service alone sets it: by its hooks and commands. Who sends it is answered with 422. With `required` it needs a `default`.',
  type: 'boolean',
};

export const renamedFrom: Schema = {
  type: 'string',
  pattern: NAME_FORMS.camel.pattern,
  patternErrorMessage: NAME_FORMS.camel.inWords,
  maxLength: 40,
  title: 'Renamed from',
  description:
    'What it was called before, or its values would go with the old name: the next `aurora generate` renames its column. It may stay.',
  examples: ['name'],
};

/** 2,400 bytes at most in UTF-8: PostgreSQL indexes up to 2,704, MySQL and MariaDB up to 3,072. */
export const UNIQUE_MAX_LENGTH = 600;

/** @param maxLength of a unique field */
export function* uniqueLength(maxLength: number): Iterable<Mistake> {
  if (maxLength <= UNIQUE_MAX_LENGTH) return;
  const message = `databases can keep strings unique up to ${UNIQUE_MAX_LENGTH} characters, not ${maxLength}`;
  yield { path: ['maxLength'], code: 'unique_too_long', message };
}
