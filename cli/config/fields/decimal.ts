import { unscaledOf } from '../decimal-text.ts';
import type { Schema } from '../json-schema.ts';
import type { Mistake } from '../mistake.ts';
import type { DecimalField } from '../model.ts';
import { required, unique } from './shared-keys.ts';
import type { FieldType } from './type.ts';

const [PRECISION, SCALE] = [18, 2];

const amount = (title: string, description: string): Schema => ({ title, description, type: 'string' });

export const decimal: FieldType<DecimalField> = {
  schema: {
    title: 'Decimal field',
    description:
      'An exact number, for money and the like. In JSON a string with exactly `scale` digits after the point: `"12.50"`.',
    type: 'object',
    properties: {
      required,
      unique,
      precision: {
        title: 'Precision',
        description: 'Digits in all.',
        type: 'integer',
        minimum: 1,
        maximum: 38,
        default: PRECISION,
      },
      scale: {
        title: 'Scale',
        description: 'Digits after the point, at most `precision`.',
        type: 'integer',
        minimum: 0,
        maximum: 30,
        default: SCALE,
      },
      min: amount('Least value', 'The least value allowed, in quotes.'),
      max: amount('Greatest value', 'The greatest value allowed, in quotes.'),
      default: amount('Default', 'The value of a resource that is created without one, in quotes.'),
    },
  },
  *check({ precision = PRECISION, scale = SCALE, min, max, default: value }): Iterable<Mistake> {
    if (scale > precision) {
      yield {
        path: ['scale'],
        code: 'min_over_max',
        message: `\`scale\` ${scale} is larger than \`precision\` ${precision}`,
      };
      return;
    }
    const form = new RegExp(decimalPattern(precision, scale), 'u');
    const written = Object.entries({ min, max, default: value }).filter(([, text]) => text !== undefined);
    const bad = written.filter(([, text]) => !form.test(text as string));
    for (const [key, text] of bad) {
      const message = `\`${text}\` is no number with ${scale} digits after the point and ${precision} in all`;
      const suggestion = respelled(text as string, scale);
      yield {
        path: [key],
        code: key === 'default' ? 'bad_default' : 'bad_form',
        message,
        ...(form.test(suggestion) && { suggestion }),
      };
    }
    if (bad.length > 0) return;
    const [least, most, given] = [min, max, value].map((text) => (text === undefined ? undefined : unscaledOf(text)));
    if (least !== undefined && most !== undefined && least > most) {
      yield { path: ['min'], code: 'min_over_max', message: `\`min\` ${min} is larger than \`max\` ${max}` };
    } else if (given !== undefined && ((least ?? given) > given || (most ?? given) < given)) {
      const message = `the default ${value} is not within ${min ?? 'anything'} to ${max ?? 'anything'}`;
      yield { path: ['default'], code: 'bad_default', message };
    }
  },
  resolve: (base, settings) => ({ ...base, type: 'decimal', precision: PRECISION, scale: SCALE, ...settings }),
};

/** The one spelling of each number that fits: no zeros in front, no `-0`, exactly `scale` digits after the point. */
export function decimalPattern(precision: number, scale: number): string {
  const whole = precision - scale;
  const integer = whole === 0 ? '0' : `(0|[1-9]\\d{0,${whole - 1}})`;
  return scale === 0 ? `^(?!-0$)-?${integer}$` : `^(?!-0\\.0+$)-?${integer}\\.\\d{${scale}}$`;
}

/** `12` and `12.5` as `12.00` and `12.50`. */
function respelled(text: string, scale: number): string {
  const [whole = '', digits = ''] = text.trim().split('.');
  return scale === 0 ? whole : `${whole}.${digits.padEnd(scale, '0')}`;
}
