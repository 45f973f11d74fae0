import type { Mistake } from '../mistake.ts';
import type { EmailField, UrlField } from '../model.ts';
import { required, unique, uniqueLength } from './shared-keys.ts';
import { textDefault } from './text-value.ts';
import type { FieldType } from './type.ts';

type AddressField = EmailField | UrlField;

interface Form {
  readonly title: string;
  readonly description: string;
  readonly pattern: RegExp;
  /** As in `it is no …`. */
  readonly inWords: string;
  /** Characters at most, which is also what it is without a say. */
  readonly maxLength: number;
  readonly maxLengthDescription: string;
}

/** The types of field that hold an address, of a person or of a page: text of one form. */
export function address<F extends AddressField>(
  type: F['type'],
  { title, description, pattern, inWords, maxLength: longest, maxLengthDescription }: Form,
): FieldType<F, Partial<Pick<F, 'maxLength' | 'default'>>> {
  return {
    schema: {
      title,
      description,
      type: 'object',
      properties: {
        required,
        unique,
        maxLength: {
          title: 'Greatest length',
          description: maxLengthDescription,
          type: 'integer',
          minimum: 16,
          maximum: longest,
          default: longest,
        },
        default: textDefault,
      },
    },
    *check({ maxLength = longest, default: value }, { unique }): Iterable<Mistake> {
      if (unique) yield* uniqueLength(maxLength);
      if (value !== undefined && (!pattern.test(value) || value.length > maxLength)) {
        const message = `\`${value}\` is no ${inWords}, or longer than ${maxLength} characters`;
        yield { path: ['default'], code: 'bad_default', message };
      }
    },
    resolve: (base, settings) => ({ ...base, type, maxLength: longest, ...settings }) as F,
  };
}
