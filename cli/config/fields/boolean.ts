import type { BooleanField } from '../model.ts';
import { required } from './shared-keys.ts';
import type { FieldType } from './type.ts';

export const boolean: FieldType<BooleanField> = {
  schema: {
    title: 'Boolean field',
    description: '`true` or `false`.',
    type: 'object',
    properties: {
      required,
      default: {
        title: 'Default',
        description: 'The value of a resource that is created without one.',
        type: 'boolean',
      },
    },
  },
  resolve: (base, settings) => ({ ...base, type: 'boolean', ...settings }),
};
