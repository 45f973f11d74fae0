import type { Mistake } from '../mistake.ts';
import type { DateField } from '../model.ts';
import { required, unique } from './shared-keys.ts';
import { textDefault } from './text-value.ts';
import type { FieldType } from './type.ts';

/** What every database holds: MySQL's first, and the last of four digits. */
export const [FIRST, LAST] = ['1000-01-01', '9999-12-31'] as const;

export const date: FieldType<DateField> = {
  schema: {
    title: 'Date field',
    description: `A day of the calendar, \`YYYY-MM-DD\`, from ${FIRST} to ${LAST}.`,
    type: 'object',
    properties: {
      required,
      unique,
      min: { title: 'First day', description: 'The first day allowed, in quotes.', type: 'string' },
      max: { title: 'Last day', description: 'The last day allowed, in quotes.', type: 'string' },
      default: textDefault,
    },
  },
  *check({ min, max, default: value }): Iterable<Mistake> {
    const written = Object.entries({ min, max, default: value }).filter(([, text]) => text !== undefined);
    const bad = written.filter(([, text]) => !isDay(text as string));
    for (const [key, text] of bad) {
      const message = `\`${text}\` is no day from ${FIRST} to ${LAST}`;
      yield { path: [key], code: key === 'default' ? 'bad_default' : 'bad_form', message };
    }
    if (bad.length > 0) return;
    if (min !== undefined && max !== undefined && min > max) {
      yield { path: ['min'], code: 'min_over_max', message: `\`min\` ${min} is later than \`max\` ${max}` };
    } else if (value !== undefined && (value < (min ?? FIRST) || value > (max ?? LAST))) {
      const message = `the default ${value} is not within ${min ?? FIRST} to ${max ?? LAST}`;
      yield { path: ['default'], code: 'bad_default', message };
    }
  },
  resolve: (base, settings) => ({ ...base, type: 'date', ...settings }),
};

function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
