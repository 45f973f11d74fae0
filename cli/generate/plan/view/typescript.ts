import { printString } from '../../format/literal.ts';
import type { PlainField } from './field.ts';

/** The members of the union that a value of the field has. */
export function typeScriptType(field: PlainField): readonly string[] {
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
    case 'json':
      return ['unknown'];
  }
}
