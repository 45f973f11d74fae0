import type { TextField } from '../model.ts';
import { required } from './shared-keys.ts';
import type { FieldType } from './type.ts';

export const text: FieldType<TextField> = {
  schema: {
    title: 'Text field',
    description: 'Text of any length and any number of lines.',
    type: 'object',
    properties: {
      required,
      default: {
        title: 'Default',
        description: 'The value of a resource that is created without one.',
        type: 'string',
      },
    },
  },
  resolve: (base, settings) => ({ ...base, type: 'text', ...settings }),
};
