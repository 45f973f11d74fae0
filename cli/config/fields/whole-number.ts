import type { Schema } from '../json-schema.ts';
import type { Mistake } from '../mistake.ts';
import type { BigintField, IntegerField } from '../model.ts';
import { required, unique } from './shared-keys.ts';
import type { FieldType } from './type.ts';

type WholeNumberField = IntegerField | BigintField;

/** What a column and JSON carry exactly. */
export interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

/** The types of field that hold a whole number, which differ in how large it may be. */
export function wholeNumber<F extends WholeNumberField>(
  type: F['type'],
  title: string,
  description: string,
  bounds: Bounds,
): FieldType<F, Pick<F, 'min' | 'max' | 'default'>> {
  const number = (title: string, description: string): Schema => ({ title, description, type: 'integer', ...bounds });
  return {
    schema: {
      title,
      description,
      type: 'object',
      properties: {
        required,
        unique,
        min: number('Least value', 'The least value allowed.'),
        max: number('Greatest value', 'The greatest value allowed.'),
        default: number('Default', 'The value of a resource that is created without one.'),
      },
    },
    *check({ min = bounds.minimum, max = bounds.maximum, default: value }): Iterable<Mistake> {
      if (min > max) {
        yield { path: ['min'], code: 'min_over_max', message: `\`min\` ${min} is larger than \`max\` ${max}` };
      } else if (value !== undefined && (value < min || value > max)) {
        const message = `the default ${value} is not within ${min} to ${max}`;
        yield { path: ['default'], code: 'bad_default', message };
      }
    },
    resolve: (base, settings) => ({ ...base, type, ...settings }) as F,
  };
}
