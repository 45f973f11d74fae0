import type { BigintField } from '../model.ts';
import { integer } from './integer.ts';
import { required, unique } from './shared-keys.ts';
import type { FieldType } from './type.ts';

/** What JSON numbers carry exactly. */
const bounds = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER } as const;

export const bigint: FieldType<BigintField> = {
  schema: {
    title: 'Bigint field',
    description: 'A whole number as large as JSON carries exactly: -9007199254740991 to 9007199254740991.',
    type: 'object',
    properties: {
      required,
      unique,
      min: { title: 'Least value', description: 'The least value allowed.', type: 'integer', ...bounds },
      max: { title: 'Greatest value', description: 'The greatest value allowed.', type: 'integer', ...bounds },
      default: {
        title: 'Default',
        description: 'The value of a resource that is created without one.',
        type: 'integer',
        ...bounds,
      },
    },
  },
  check: ({ min = bounds.minimum, max = bounds.maximum, ...rest }, base) =>
    integer.check?.({ min, max, ...rest }, base) ?? [],
  resolve: (base, settings) => ({ ...base, type: 'bigint', ...settings }),
};
