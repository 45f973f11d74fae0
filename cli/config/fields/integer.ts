import type { Mistake } from '../mistake.ts';
import type { IntegerField } from '../model.ts';
import { required, unique } from './shared-keys.ts';
import type { FieldType } from './type.ts';

/** What a database keeps in four bytes. */
const bounds = { minimum: -2_147_483_648, maximum: 2_147_483_647 } as const;

export const integer: FieldType<IntegerField> = {
  schema: {
    title: 'Integer field',
    description: 'A whole number of 32 bits: -2147483648 to 2147483647.',
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
  *check({ min = bounds.minimum, max = bounds.maximum, default: value }): Iterable<Mistake> {
    if (min > max) {
      yield { path: ['min'], code: 'min_over_max', message: `\`min\` ${min} is larger than \`max\` ${max}` };
    } else if (value !== undefined && (value < min || value > max)) {
      yield { path: ['default'], code: 'bad_default', message: `the default ${value} is not within ${min} to ${max}` };
    }
  },
  resolve: (base, settings) => ({ ...base, type: 'integer', ...settings }),
};
