import type { Mistake } from '../mistake.ts';
import type { EnumField } from '../model.ts';
import { nearest } from '../nearest.ts';
import { enumLabels, enumValues } from './enum-values.ts';
import { required, unique } from './shared-keys.ts';
import type { FieldType } from './type.ts';

/** What the config says; `values` of a shared enum are put in before it is resolved. */
interface EnumSettings {
  values?: readonly string[];
  enum?: string;
  default?: string;
}

export const enumeration: FieldType<EnumField, EnumSettings> = {
  schema: {
    title: 'Enum field',
    description: 'One of a list of values: its own (`values`), or those of a shared enum (`enum`).',
    type: 'object',
    if: { required: ['enum'] },
    else: { required: ['values'] },
    properties: {
      required,
      unique,
      values: {
        title: 'Values',
        description: 'The values allowed, each once, of 1 to 63 bytes. Absent: `enum` names them.',
        ...enumValues,
        examples: [['draft', 'published', 'archived']],
      },
      enum: {
        title: 'Shared enum',
        description: 'The name of one under `enums`, whose values these are.',
        type: 'string',
        examples: ['Currency'],
      },
      default: {
        title: 'Default',
        description: 'The value of a resource that is created without one; one of the values.',
        type: 'string',
      },
    },
  },
  *check({ values, default: value }): Iterable<Mistake> {
    if (values === undefined) return;
    yield* enumLabels(values, ['values']);
    if (value !== undefined && !values.includes(value)) {
      const suggestion = nearest(value, values);
      yield { path: ['default'], code: 'bad_default', message: `\`${value}\` is none of the values`, suggestion };
    }
  },
  resolve: (base, { values = [], enum: shared, ...settings }) => ({
    ...base,
    type: 'enum',
    values,
    ...(shared !== undefined && { shared }),
    ...settings,
  }),
};
