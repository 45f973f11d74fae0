import type { Field } from '../../../config/model.ts';
import type { Json } from '../../format/literal.ts';
import { columnType } from './column.ts';
import { jsonSchema } from './json-schema.ts';
import { typeScriptTypes } from './typescript.ts';

export interface FieldView {
  readonly name: string;
  readonly column: string;
  /** Whether the column is called otherwise than the field. */
  readonly renamed: boolean;
  /** Whether it is a list of ids, in a table of its own. */
  readonly many: boolean;
  readonly unique: boolean;
  /** Whether the service alone sets it. */
  readonly readOnly: boolean;
  /** Whether reads may give null: where nothing is required and no default steps in. */
  readonly nullable: boolean;
  /** Whether its column takes null all the same: where a deleted row stays and what it must refer to goes. */
  readonly loose: boolean;
  /** Whether a create may leave it out. */
  readonly optional: boolean;
  /** As TypeScript: what a create stores for a field left out; null where it must not be. */
  readonly fallback: Json;
  /** The members of its TypeScript type. */
  readonly types: readonly string[];
  /** What the API takes and gives, as JSON Schema. */
  readonly schema: Json;
  /** Without a bound on its length. */
  readonly isText: boolean;
  /** Its Sequelize type: the name, and the arguments if it takes any. */
  readonly data: { readonly type: string; readonly args: readonly Json[] };
}

export function viewField(field: Field): FieldView {
  const many = field.type === 'reference' && field.many === true;
  const usual = many && !field.required ? [] : null;
  const fallback = 'default' in field && field.default !== undefined ? field.default : usual;
  const nullable = !field.required && fallback === null;
  return {
    name: field.name,
    column: field.column,
    renamed: field.column !== field.name,
    many,
    unique: field.unique,
    readOnly: field.readOnly ?? false,
    nullable,
    loose: false,
    optional: !field.required || fallback !== null,
    fallback,
    types: typeScriptTypes(field, nullable),
    schema: { ...(jsonSchema(field, nullable) as object), ...(field.readOnly && { readOnly: true }) },
    isText: field.type === 'text',
    data: columnType(field),
  };
}
