import { DataTypes, type Model, type ModelStatic } from 'sequelize';
import type { Dialect } from '../database/index.ts';

export type ColumnKind =
  | 'uuid'
  | 'string'
  | 'text'
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'boolean'
  | 'enum'
  | 'json'
  | 'date'
  | 'timestamp'
  | 'list';

export interface Column {
  /** As in JSON, e.g. `createdAt`. */
  readonly name: string;
  /** As in the database, e.g. `created_at`. */
  readonly column: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  /** Of a list of ids: the table that it lies in, beside `_owner` and `_position`. */
  readonly table?: string;
  /** What an enum may hold. */
  readonly values?: readonly string[];
  /** What lists do not use it for although they could. */
  readonly withheld?: readonly ListUse[];
}

export type ListUse = 'filter' | 'sort' | 'search';

/** What the lists of an entity can be asked for, by the names of fields; of what is absent, all that there is. */
export type ListRules = Readonly<Partial<Record<ListUse, readonly string[]>>> & {
  /** Where nobody asks for another order; written like `sort`: `-createdAt,name`. */
  readonly order?: string;
};

/** The columns of a model, in the order of its attributes: the one description that SQL is made from. */
export function columnsOf(model: ModelStatic<Model>, rules: ListRules = {}): readonly Column[] {
  return Object.entries(model.getAttributes()).map(([name, attribute]) => ({
    name,
    column: attribute.field ?? name,
    kind: kindOf(attribute.type, name),
    nullable: attribute.allowNull !== false && !attribute.primaryKey,
    ...(attribute.type instanceof DataTypes.VIRTUAL && { table: `${model.getTableName()}_${attribute.field}` }),
    ...(attribute.values && { values: attribute.values as string[] }),
    ...withheldBy(rules, name),
  }));
}

function withheldBy(rules: ListRules, name: string): Pick<Column, 'withheld'> {
  const withheld = (['filter', 'sort', 'search'] as const).filter((use) => rules[use] && !rules[use].includes(name));
  return withheld.length > 0 ? { withheld } : {};
}

function kindOf(type: unknown, name: string): ColumnKind {
  if (type instanceof DataTypes.UUID) return 'uuid';
  if (type instanceof DataTypes.TEXT) return 'text';
  if (type instanceof DataTypes.STRING) return 'string';
  // Sequelize derives it from INTEGER.
  if (type instanceof DataTypes.BIGINT) return 'bigint';
  if (type instanceof DataTypes.INTEGER) return 'integer';
  if (type instanceof DataTypes.DECIMAL) return 'decimal';
  if (type instanceof DataTypes.BOOLEAN) return 'boolean';
  if (type instanceof DataTypes.ENUM) return 'enum';
  if (type instanceof DataTypes.JSON) return 'json';
  if (type instanceof DataTypes.DATEONLY) return 'date';
  if (type instanceof DataTypes.DATE) return 'timestamp';
  // No column of the table itself.
  if (type instanceof DataTypes.VIRTUAL) return 'list';
  throw new Error(`The repository does not know the type of column ${name}`);
}

/** A value as the driver takes it: a JSON column as text, for the driver would make an SQL array of an array. */
export function toDriver({ kind }: Column, value: unknown, dialect: Dialect): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'json') return JSON.stringify(value);
  return kind === 'timestamp' ? dialect.time(value as string) : value;
}
