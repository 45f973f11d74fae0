import { decimalText, unscaledOf } from '../../../config/decimal-text.ts';
import { INTEGER } from '../../../config/fields/integer.ts';
import type { ArrayField, BigintField, DecimalField, IntegerField, StringField } from '../../../config/model.ts';
import { kebabCase } from '../../../config/names.ts';
import { textsMatching } from '../../../config/patterns/texts.ts';
import type { PlainField } from '../../../config/plain-field.ts';
import type { Json } from '../../format/literal.ts';
import { capitalise, prose } from './words.ts';

/** The n-th value (from 0) that the field accepts: the same in every run, and another for every n where there are so many. */
export function sample(field: PlainField, n: number): Json {
  switch (field.type) {
    case 'string':
      return sampleString(field, n);
    case 'text':
      return `${capitalise(prose(field.name))} ${n + 1}.`;
    case 'integer':
    case 'bigint':
      return sampleInteger(field, n);
    case 'decimal':
      return sampleDecimal(field, n);
    case 'date':
      return dayAfter(field.min ?? earlier(FIRST_DAY, field.max), n, field.max);
    case 'datetime':
      return `${dayAfter(FIRST_DAY, n)}T08:00:00.000Z`;
    case 'uuid':
      return `00000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`;
    case 'email':
      return `${kebabCase(field.name)}-${n + 1}@example.org`.slice(-field.maxLength);
    case 'url':
      return `https://example.org/${n + 1}`.slice(0, field.maxLength);
    case 'array':
      return sampleArray(field, n);
    case 'boolean':
      return n % 2 === 0;
    case 'enum':
      return field.values[n % field.values.length] ?? null;
    case 'json':
      return { note: `${capitalise(prose(field.name))} ${n + 1}` };
  }
}

function sampleString(field: StringField, n: number): string {
  const { name, required, pattern, minLength = required ? 1 : 0, maxLength, default: usual = '' } = field;
  if (pattern !== undefined) {
    const texts = textsMatching(pattern, minLength, maxLength);
    return texts[n % texts.length] ?? usual;
  }
  const number = String(n + 1);
  const spoken = `${capitalise(prose(name))} ${number}`;
  return (spoken.length <= maxLength ? spoken : number.slice(-maxLength)).padEnd(minLength, '-');
}

/** Where there is room, from 1 on. */
function sampleInteger(field: IntegerField | BigintField, n: number): number {
  const least = leastOf(field);
  return least + (n % ((field.max ?? INTEGER.maximum) - least + 1));
}

export function leastOf({ min, max }: IntegerField | BigintField): number {
  return min ?? (max === undefined || max > ROOM ? 1 : max - ROOM);
}

const ROOM = 1000;

function sampleDecimal({ precision, scale, min, max }: DecimalField, n: number): string {
  const one = 10n ** BigInt(Math.min(scale, precision - 1));
  const most = max === undefined ? 10n ** BigInt(precision) - 1n : unscaledOf(max);
  const least = min === undefined ? (one < most ? one : most) : unscaledOf(min);
  const step = most - least >= one * 1000n ? one : 1n;
  return decimalText(least + ((BigInt(n) * step) % (most - least + 1n)), scale);
}

const FIRST_DAY = '2026-01-01';
const DAY = 86_400_000;

function earlier(day: string, other: string | undefined): string {
  return other !== undefined && other < day ? other : day;
}

/** Begins anew where there is no further day. */
function dayAfter(first: string, n: number, last = '9999-12-31'): string {
  const days = (Date.parse(last) - Date.parse(first)) / DAY + 1;
  return new Date(Date.parse(first) + (n % days) * DAY).toISOString().slice(0, 10);
}

/** Two items where there may be as many, and at least as many as there must be. */
function sampleArray({ name, items, minItems, maxItems, uniqueItems }: ArrayField, n: number): Json {
  const count = Math.max(minItems, Math.min(2, maxItems));
  const values = Array.from({ length: count }, (_, index) => sample({ ...items, name }, n + index));
  return uniqueItems ? [...new Set(values)] : values;
}
