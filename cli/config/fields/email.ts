import type { Mistake } from '../mistake.ts';
import type { EmailField } from '../model.ts';
import { required, unique, uniqueLength } from './shared-keys.ts';
import { textDefault } from './text-value.ts';
import type { FieldType } from './type.ts';

const MAX_LENGTH = 254;
const FORM = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const email: FieldType<EmailField> = {
  schema: {
    title: 'Email field',
    description: 'An e-mail address.',
    type: 'object',
    properties: {
      required,
      unique,
      maxLength: {
        title: 'Greatest length',
        description: 'Characters at most.',
        type: 'integer',
        minimum: 16,
        maximum: 254,
        default: MAX_LENGTH,
      },
      default: textDefault,
    },
  },
  *check({ maxLength = MAX_LENGTH, default: value }, { unique }): Iterable<Mistake> {
    if (unique) yield* uniqueLength(maxLength);
    if (value !== undefined && (!FORM.test(value) || value.length > maxLength)) {
      const message = `\`${value}\` is no e-mail address, or longer than ${maxLength} characters`;
      yield { path: ['default'], code: 'bad_default', message };
    }
  },
  resolve: (base, settings) => ({ ...base, type: 'email', maxLength: MAX_LENGTH, ...settings }),
};
