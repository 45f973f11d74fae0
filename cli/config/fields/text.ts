import type { Mistake } from '../mistake.ts';
import type { TextField } from '../model.ts';
import { required } from './shared-keys.ts';
import { textDefault } from './text-value.ts';
import type { FieldType } from './type.ts';

export const text: FieldType<TextField> = {
  schema: {
    title: 'Text field',
    description: 'Text of any length and any number of lines.',
    type: 'object',
    properties: {
      required,
      default: textDefault,
    },
  },
  *check({ default: value }, { required }): Iterable<Mistake> {
    if (required && value === '')
      yield { path: ['default'], code: 'bad_default', message: 'a required text is not empty' };
  },
  resolve: (base, settings) => ({ ...base, type: 'text', ...settings }),
};
