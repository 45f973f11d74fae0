import type { Schema } from '../json-schema.ts';
import type { Mistake } from '../mistake.ts';

/** The values of an enum, a field's own or shared. MySQL takes spaces away from their ends. */
export const enumValues: Schema = {
  type: 'array',
  items: {
    type: 'string',
    pattern: '^(?! )[^\\p{Cc}]{1,63}(?<! )$',
    patternErrorMessage: '1 to 63 characters, no control characters, no space at its ends',
  },
  minItems: 1,
  uniqueItems: true,
};

/** Of a label of PostgreSQL's. */
const MOST_BYTES = 63;

/** @param path of the list */
export function* enumLabels(values: readonly string[], path: readonly string[]): Iterable<Mistake> {
  for (const [index, each] of values.entries()) {
    const bytes = Buffer.byteLength(each);
    if (values.indexOf(each) < index) {
      yield { path: [...path, index], code: 'duplicate_value', message: `\`${each}\` is listed twice` };
    } else if (bytes > MOST_BYTES) {
      const message = `databases keep values of up to ${MOST_BYTES} bytes; this has ${bytes}`;
      yield { path: [...path, index], code: 'bad_form', message };
    }
  }
}
