import type { FieldConfig } from '../draft.ts';
import type { Field, ScalarField } from '../model.ts';
import { bigint } from './bigint.ts';
import { boolean } from './boolean.ts';
import { date } from './date.ts';
import { datetime } from './datetime.ts';
import { decimal } from './decimal.ts';
import { email } from './email.ts';
import { enumeration } from './enum.ts';
import { integer } from './integer.ts';
import { string } from './string.ts';
import { text } from './text.ts';
import type { FieldType } from './type.ts';
import { url } from './url.ts';
import { uuid } from './uuid.ts';

/** Types of a single value, which lists can hold too. */
export const SCALAR_TYPES = {
  string,
  text,
  integer,
  bigint,
  decimal,
  boolean,
  date,
  datetime,
  uuid,
  email,
  url,
  enum: enumeration,
} satisfies { [T in ScalarField['type']]: FieldType<Extract<Field, { type: T }>> };

export function scalarTypeOf({ type }: FieldConfig): FieldType<Field, FieldConfig> | undefined {
  const types: Readonly<Record<string, unknown>> = SCALAR_TYPES;
  // The schema has let only the settings of that very type pass, which no compiler can follow.
  return type !== undefined && Object.hasOwn(types, type) ? (types[type] as FieldType<Field, FieldConfig>) : undefined;
}
