import type { Field, ReferenceField } from '../../../config/model.ts';
import type { Json } from '../../format/literal.ts';
import { columnType } from './column.ts';
import { jsonSchema } from './json-schema.ts';
import { typeScriptType } from './typescript.ts';

/** Fields that the templates know; references are refused before any view is made. */
export type PlainField = Exclude<Field, ReferenceField>;

export interface FieldView {
  readonly name: string;
  readonly column: string;
  readonly unique: boolean;
  /** Whether reads may give null: where nothing is required and no default steps in. */
  readonly nullable: boolean;
  /** Whether a create may leave it out. */
  readonly optional: boolean;
  /** As TypeScript: what a create stores for a field left out; null where it must not be. */
  readonly fallback: Json;
  /** The TypeScript types that it has in a resource, null aside. */
  readonly types: readonly string[];
  /** What the API takes and gives, as JSON Schema. */
  readonly schema: Json;
  /** Its Sequelize type: the name, and the arguments if it takes any. */
  readonly data: { readonly type: string; readonly args: readonly Json[] };
}

export function viewField(field: Field): FieldView {
  if (field.type === 'reference') throw new Error(`${field.name}: references have no view`);
  const fallback = 'default' in field && field.default !== undefined ? field.default : null;
  const nullable = !field.required && fallback === null;
  return {
    name: field.name,
    column: field.column,
    unique: field.unique,
    nullable,
    optional: !field.required || fallback !== null,
    fallback,
    types: typeScriptType(field),
    schema: jsonSchema(field, nullable),
    data: columnType(field),
  };
}
