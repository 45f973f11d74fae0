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
    case 'email':
    case 'url':
      return { type: 'STRING', args: [field.maxLength] };
    case 'integer':
      return { type: 'INTEGER', args: [] };
    case 'bigint':
      return { type: 'BIGINT', args: [] };
    case 'decimal':
      return { type: 'DECIMAL', args: [field.precision, field.scale] };
    case 'date':
      return { type: 'DATEONLY', args: [] };
    case 'datetime':
      return { type: 'DATE', args: [3] };
    case 'boolean':
      return { type: 'BOOLEAN', args: [] };
    case 'enum':
      return { type: 'ENUM', args: field.values };
    case 'uuid':
      return { type: 'UUID', args: [] };
    case 'reference':
      // `shared/repository` finds the table of a list by that.
      return { type: field.many ? 'VIRTUAL' : 'UUID', args: [] };
    case 'array':
    case 'json':
      return { type: 'JSON', args: [] };
  }
}
