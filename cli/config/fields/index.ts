import type { FieldConfig } from '../draft.ts';
import type { Field } from '../model.ts';
import { boolean } from './boolean.ts';
import { enumeration } from './enum.ts';
import { integer } from './integer.ts';
import { json } from './json.ts';
import { reference } from './reference.ts';
import { string } from './string.ts';
import { text } from './text.ts';
import type { FieldType } from './type.ts';

type TypeName = Field['type'];

/** Every type of field: the schema, the checks, the resolved model and docs/config.md all come from this list. */
export const FIELD_TYPES = { string, text, integer, boolean, enum: enumeration, json, reference } satisfies {
  [T in TypeName]: FieldType<Extract<Field, { type: T }>>;
};

/** The type that a field has or, having `references` instead, is. */
export function fieldTypeOf(field: FieldConfig): FieldType<Field, FieldConfig> | undefined {
  const name = 'references' in field ? 'reference' : field.type;
  // The schema has let only the settings of that very type pass, which no compiler can follow.
  return name === undefined ? undefined : (FIELD_TYPES[name] as FieldType<Field, FieldConfig>);
}
