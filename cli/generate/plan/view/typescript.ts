import { printString } from '../../format/literal.ts';
import type { PlainField } from './plain-field.ts';

/** The members of the union that the values of a field form. */
export function typeScriptTypes(field: PlainField, nullable: boolean): readonly string[] {
  // `unknown` takes null in already.
  if (field.type === 'json') return ['unknown'];
  return [...valueTypes(field), ...(nullable ? ['null'] : [])];
}

function valueTypes(field: Exclude<PlainField, { type: 'json' }>): readonly string[] {
  switch (field.type) {
    case 'string':
    case 'text':
      return ['string'];
    case 'integer':
      return ['number'];
    case 'boolean':
      return ['boolean'];
    case 'enum':
      return field.values.map(printString);
  }
}
