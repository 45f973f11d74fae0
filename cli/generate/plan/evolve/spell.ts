import { enumTypeName } from '../../../config/database-names.ts';
import type { Column, ColumnType } from '../../../schema/contract.ts';
import { quoted } from './names.ts';

/** A type as PostgreSQL takes it, and as the models of services make it. */
export function postgresType(table: string, { name, type }: Pick<Column, 'name' | 'type'>): string {
  return type.kind === 'enum' ? quoted(enumTypeName(table, name)) : postgresKind(type);
}

function postgresKind(type: Exclude<ColumnType, { kind: 'enum' }>): string {
  switch (type.kind) {
    case 'string':
      return `varchar(${type.length})`;
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'datetime':
      return 'timestamp with time zone';
    default:
      return type.kind;
  }
}

export function mysqlType(type: ColumnType): string {
  switch (type.kind) {
    case 'string':
      return `varchar(${type.length})`;
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'datetime':
      return `datetime(${type.precision})`;
    case 'enum':
      return `enum(${type.values.map(mysqlText).join(', ')})`;
    case 'text':
      return 'longtext';
    case 'uuid':
      return 'char(36) binary';
    default:
      return type.kind;
  }
}

/** Text as SQL, on one line. */
export function postgresText(value: string): string {
  const text = `'${value.replaceAll("'", "''")}'`;
  return /[\n\r]/.test(value) ? `E${escaped(text)}` : text;
}

/** Text as SQL of MySQL's, where a backslash means something. */
export function mysqlText(value: string): string {
  return escaped(`'${value.replaceAll("'", "''")}'`);
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

/** `CREATE TYPE` for an enum column on PostgreSQL; nothing for all others. */
export function createType(table: string, column: Column, name = enumTypeName(table, column.name)): string[] {
  const { type } = column;
  return type.kind === 'enum'
    ? [`CREATE TYPE ${quoted(name)} AS ENUM (${type.values.map(postgresText).join(', ')})`]
    : [];
}

export function dropType(table: string, { name, type }: Column): string[] {
  return type.kind === 'enum' ? [`DROP TYPE ${quoted(enumTypeName(table, name))}`] : [];
}
