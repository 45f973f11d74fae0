import type { Field } from '../config/model.ts';
import type { ColumnType } from './contract.ts';

/** What a field is kept as. */
export function columnTypeOf(field: Field): ColumnType {
  switch (field.type) {
    case 'string':
    case 'email':
    case 'url':
      return { kind: 'string', length: field.maxLength };
    case 'decimal':
      return { kind: 'decimal', precision: field.precision, scale: field.scale };
    case 'datetime':
      return { kind: 'datetime', precision: 3 };
    case 'enum':
      return { kind: 'enum', values: field.values };
    case 'reference':
      return { kind: 'uuid' };
    case 'array':
    case 'json':
      return { kind: 'json' };
    default:
      return { kind: field.type };
  }
}
