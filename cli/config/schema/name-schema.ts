import type { Schema } from '../json-schema.ts';
import { NAME_FORMS } from '../names.ts';

/** A name in one of the forms, up to a length. */
export function nameSchema(form: keyof typeof NAME_FORMS, maxLength: number): Schema {
  const { pattern, inWords } = NAME_FORMS[form];
  return { type: 'string', pattern, patternErrorMessage: inWords, maxLength };
}
