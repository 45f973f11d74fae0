import type { Schema } from '../json-schema.ts';
import { definition } from './definition.ts';

/**
 * A mapping whose one key decides which keys it may have beside: each choice is `$defs/<choice><suffix>`.
 * `undecided` is what can be said where that key is missing or wrong.
 */
export function choice(
  key: string,
  title: string,
  values: readonly string[],
  suffix: string,
  undecided: Schema = {},
): Schema {
  const decided: Schema = { required: [key], properties: { [key]: { enum: values } } };
  return {
    type: 'object',
    required: [key],
    properties: { [key]: { title, enum: values } },
    allOf: [
      ...values.map((value) => ({
        if: { required: [key], properties: { [key]: { const: value } } },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
        then: definition(`${value}${suffix}`),
      })),
      { if: decided, else: undecided },
    ],
  };
}
