import type { Mistake } from '../mistake.ts';
import type { StringField } from '../model.ts';
import { textsMatching } from '../patterns/texts.ts';
import { required, UNIQUE_MAX_LENGTH, unique, uniqueLength } from './shared-keys.ts';
import { textDefault } from './text-value.ts';
import type { FieldType } from './type.ts';

const DEFAULT_MAX_LENGTH = 255;

export const string: FieldType<StringField> = {
  schema: {
    title: 'String field',
    description: 'One line of text, up to a length. Lengths count characters (Unicode code points).',
    type: 'object',
    properties: {
      required,
      unique,
      minLength: {
        title: 'Least length',
        description: 'Characters at least.',
        type: 'integer',
        minimum: 0,
        maximum: 10_000,
      },
      maxLength: {
        title: 'Greatest length',
        description: `Characters at most; ${UNIQUE_MAX_LENGTH} at most where the field is unique. Use \`text\` for what has no bound.`,
        type: 'integer',
        minimum: 1,
        maximum: 10_000,
        default: DEFAULT_MAX_LENGTH,
      },
      pattern: {
        title: 'Pattern',
        description: 'A regular expression in the syntax of JavaScript with the flag `u`. Anchor it with `^` and `$`.',
        type: 'string',
        minLength: 1,
        maxLength: 1000,
        examples: ['^\\d{4}/\\d{4}$'],
      },
      default: textDefault,
    },
  },
  *check(
    { minLength: given, maxLength = DEFAULT_MAX_LENGTH, pattern, default: value },
    { required, unique },
  ): Iterable<Mistake> {
    const minLength = given ?? (required ? 1 : 0);
    if (minLength > maxLength) {
      const message = `\`minLength\` ${minLength} is larger than \`maxLength\` ${maxLength}`;
      yield { path: ['minLength'], code: 'min_over_max', message };
    }
    if (unique) yield* uniqueLength(maxLength);
    const expression = pattern === undefined ? undefined : compile(pattern);
    if (expression instanceof SyntaxError) {
      yield { path: ['pattern'], code: 'bad_pattern', message: reasonOf(expression) };
    }
    if (value === undefined) {
      if (expression instanceof RegExp && minLength <= maxLength) yield* unmatched(pattern ?? '', minLength, maxLength);
      return;
    }
    const length = [...value].length;
    if (length < minLength || length > maxLength) {
      const message = `the default has ${length} characters, the field ${minLength} to ${maxLength}`;
      yield { path: ['default'], code: 'bad_default', message };
    } else if (expression instanceof RegExp && !expression.test(value)) {
      yield { path: ['default'], code: 'bad_default', message: `the default does not match \`${pattern}\`` };
    }
  },
  resolve: (base, settings) => ({ ...base, type: 'string', maxLength: DEFAULT_MAX_LENGTH, ...settings }),
};

/** Tests and seeds need texts that match. */
function* unmatched(pattern: string, minLength: number, maxLength: number): Iterable<Mistake> {
  if (textsMatching(pattern, minLength, maxLength).length > 0) return;
  const message = `no text of ${minLength} to ${maxLength} characters was found that it accepts; if there is one, give it as \`default\``;
  yield { path: ['pattern'], code: 'pattern_unmatched', message };
}

function compile(pattern: string): RegExp | SyntaxError {
  try {
    return new RegExp(pattern, 'u');
  } catch (error) {
    return error as SyntaxError;
  }
}

/** `Invalid regular expression: /(/u: Unterminated group` → `… : unterminated group`. */
function reasonOf(error: SyntaxError): string {
  const reason = error.message.slice(error.message.lastIndexOf(': ') + 2);
  return `not a regular expression: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
}
