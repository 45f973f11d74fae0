import type { Field } from '../../../config/model.ts';
import type { Json } from '../../format/literal.ts';

export interface ColumnType {
  /** A member of Sequelize's DataTypes. */
  readonly type: string;
  readonly args: readonly Json[];
}

export function columnType(field: Field): ColumnType {
  switch (field.type) {
    case 'string':
      return { type: 'STRING', args: [field.maxLength] };
    case 'text':
      return { type: 'TEXT', args: [] };
    case 'integer':
      return { type: 'INTEGER', args: [] };
    case 'boolean':
      return { type: 'BOOLEAN', args: [] };
    case 'enum':
      return { type: 'ENUM', args: field.values };
    case 'reference':
      return { type: 'UUID', args: [] };
    case 'json':
      return { type: 'JSON', args: [] };
  }
}
