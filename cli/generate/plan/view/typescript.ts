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
    case 'decimal':
    case 'date':
    case 'datetime':
    case 'uuid':
    case 'email':
    case 'url':
      return ['string'];
    case 'reference':
      return [field.many ? listOf(['string']) : 'string'];
    case 'array':
      return [listOf(valueTypes(field.items))];
    case 'integer':
    case 'bigint':
      return ['number'];
    case 'boolean':
      return ['boolean'];
    case 'enum':
      return field.shared === undefined ? field.values.map(printString) : [field.shared];
  }
}

function listOf(items: readonly string[]): string {
  return `readonly ${items.length === 1 ? items[0] : `(${items.join(' | ')})`}[]`;
}
