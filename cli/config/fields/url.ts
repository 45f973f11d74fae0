import type { Mistake } from '../mistake.ts';
import type { UrlField } from '../model.ts';
import { required, unique, uniqueLength } from './shared-keys.ts';
import { textDefault } from './text-value.ts';
import type { FieldType } from './type.ts';

const MAX_LENGTH = 2048;
const FORM = /^https?:\/\/[^\s]+$/;

export const url: FieldType<UrlField> = {
  schema: {
    title: 'URL field',
    description: 'An absolute URL of the scheme http or https.',
    type: 'object',
    properties: {
      required,
      unique,
      maxLength: {
        title: 'Greatest length',
        description: 'Characters at most; 600 at most where the field is unique.',
        type: 'integer',
        minimum: 16,
        maximum: 2048,
        default: MAX_LENGTH,
      },
      default: textDefault,
    },
  },
  *check({ maxLength = MAX_LENGTH, default: value }, { unique }): Iterable<Mistake> {
    if (unique) yield* uniqueLength(maxLength);
    if (value !== undefined && (!FORM.test(value) || value.length > maxLength)) {
      const message = `\`${value}\` is no URL with http or https, or longer than ${maxLength} characters`;
      yield { path: ['default'], code: 'bad_default', message };
    }
  },
  resolve: (base, settings) => ({ ...base, type: 'url', maxLength: MAX_LENGTH, ...settings }),
};
