import type { FieldConfig } from '../draft.ts';
import type { Field } from '../model.ts';
import { array } from './array.ts';
import { json } from './json.ts';
import { reference } from './reference.ts';
import { SCALAR_TYPES } from './scalars.ts';
import type { FieldType } from './type.ts';

/** Every type of field: the schema, the checks, the resolved model and docs/config.md all come from this list. */
export const FIELD_TYPES = { ...SCALAR_TYPES, array, json, reference };

/** The type that a field has or, having `references` instead, is. */
export function fieldTypeOf(field: FieldConfig): FieldType<Field, FieldConfig> | undefined {
  const name = 'references' in field ? 'reference' : field.type;
  const types: Readonly<Record<string, unknown>> = FIELD_TYPES;
  // The schema has let only the settings of that very type pass, which no compiler can follow.
  return name === undefined ? undefined : (types[name] as FieldType<Field, FieldConfig> | undefined);
}
