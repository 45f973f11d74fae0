import type { Mistake } from '../mistake.ts';
import type { EnumField } from '../model.ts';
import { nearest } from '../nearest.ts';
import { required, unique } from './shared-keys.ts';
import type { FieldType } from './type.ts';

export const enumeration: FieldType<EnumField> = {
  schema: {
    title: 'Enum field',
    description: 'One of a list of values.',
    type: 'object',
    required: ['values'],
    properties: {
      required,
      unique,
      values: {
        title: 'Values',
        description: 'The values allowed, each once, of 1 to 63 characters.',
        type: 'array',
        items: {
          type: 'string',
          pattern: '^[^\\p{Cc}]{1,63}$',
          patternErrorMessage: '1 to 63 characters without control characters',
        },
        minItems: 1,
        uniqueItems: true,
        examples: [['draft', 'published', 'archived']],
      },
      default: {
        title: 'Default',
        description: 'The value of a resource that is created without one; one of `values`.',
        type: 'string',
      },
    },
  },
  *check({ values, default: value }): Iterable<Mistake> {
    if (values === undefined) return;
    for (const [index, each] of values.entries()) {
      if (values.indexOf(each) < index) {
        yield { path: ['values', index], code: 'duplicate_value', message: `\`${each}\` is listed twice` };
      }
    }
    if (value !== undefined && !values.includes(value)) {
      const suggestion = nearest(value, values);
      yield { path: ['default'], code: 'bad_default', message: `\`${value}\` is none of the values`, suggestion };
    }
  },
  resolve: (base, { values = [], ...settings }) => ({ ...base, type: 'enum', values, ...settings }),
};
