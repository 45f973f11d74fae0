import type { Mistake } from '../mistake.ts';
import type { DatetimeField } from '../model.ts';
import { required, unique } from './shared-keys.ts';
import { textDefault } from './text-value.ts';
import type { FieldType } from './type.ts';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

export const datetime: FieldType<DatetimeField> = {
  schema: {
    title: 'Datetime field',
    description:
      'A moment, RFC 3339 with any offset: `2026-05-01T12:00:00+02:00`. Kept to the millisecond and given in UTC.',
    type: 'object',
    properties: { required, unique, default: textDefault },
  },
  *check({ default: value }): Iterable<Mistake> {
    if (value !== undefined && (!RFC_3339.test(value) || Number.isNaN(Date.parse(value)))) {
      const message = `\`${value}\` is no moment such as 2026-05-01T12:00:00Z`;
      yield { path: ['default'], code: 'bad_default', message };
    }
  },
  resolve: (base, { default: value, ...settings }) => ({
    ...base,
    type: 'datetime',
    ...settings,
    ...(value !== undefined && { default: new Date(value).toISOString() }),
  }),
};
