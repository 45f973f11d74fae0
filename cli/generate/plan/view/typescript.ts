import type { Field } from '../../../config/model.ts';
import { printString } from '../../format/literal.ts';

/** The members of the union that the values of a field form. */
export function typeScriptTypes(field: Field, nullable: boolean): readonly string[] {
  // `unknown` takes null in already.
  if (field.type === 'json') return ['unknown'];
  return [...valueTypes(field), ...(nullable ? ['null'] : [])];
}

function valueTypes(field: Exclude<Field, { type: 'json' }>): readonly string[] {
  switch (field.type) {
    case 'string':
    case 'text':
    case 'reference':
      return ['string'];
    case 'integer':
      return ['number'];
    case 'boolean':
      return ['boolean'];
    case 'enum':
      return field.values.map(printString);
  }
}
