import type { JsonField } from '../model.ts';
import { required } from './shared-keys.ts';
import type { FieldType } from './type.ts';

export const json: FieldType<JsonField> = {
  schema: {
    title: 'JSON field',
    description: 'Any JSON value, kept as it is.',
    type: 'object',
    properties: { required },
  },
  resolve: (base) => ({ ...base, type: 'json' }),
};
