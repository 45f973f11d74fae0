import type { StringField } from '../../../config/model.ts';
import type { Json } from '../../format/literal.ts';
import { textsMatching } from './pattern.ts';
import type { PlainField } from './plain-field.ts';
import { capitalise, prose } from './words.ts';

/** The n-th value (from 0) that the field accepts: the same in every run, and another for every n where there are so many. */
export function sample(field: PlainField, n: number): Json {
  switch (field.type) {
    case 'string':
      return sampleString(field, n);
    case 'text':
      return `${capitalise(prose(field.name))} ${n + 1}.`;
    case 'integer':
      return sampleInteger(field, n);
    case 'boolean':
      return n % 2 === 0;
    case 'enum':
      return field.values[n % field.values.length] ?? null;
    case 'json':
      return { note: `${capitalise(prose(field.name))} ${n + 1}` };
  }
}

function sampleString({ name, pattern, minLength = 0, maxLength }: StringField, n: number): string {
  if (pattern !== undefined) {
    const texts = textsMatching(pattern, minLength, maxLength);
    return texts[n % texts.length] ?? '';
  }
  const number = String(n + 1);
  const spoken = `${capitalise(prose(name))} ${number}`;
  return (spoken.length <= maxLength ? spoken : number.slice(-maxLength)).padEnd(minLength, '-');
}

function sampleInteger({ min, max }: { min?: number; max?: number }, n: number): number {
  const least = min ?? Math.min(1, max ?? 1);
  const most = max ?? Number.POSITIVE_INFINITY;
  return least + (n % (most - least + 1));
}
