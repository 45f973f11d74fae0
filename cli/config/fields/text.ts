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
  resolve: (base, settings) => ({ ...base, type: 'text', ...settings }),
};
