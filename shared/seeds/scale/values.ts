import { seedId } from '../seed-id.ts';
import type { SeedField, SeedReference, SeedScalar, SeedValue, Values } from './contract.ts';
import { draw } from './draw.ts';
import { patternTexts } from './pattern-texts.ts';
import { days, decimals, integers, NEW_YEAR } from './ranges.ts';
import { stringValues, textOf } from './texts.ts';
import { sentence } from './words.ts';

const ENDLESS = Number.MAX_SAFE_INTEGER;
/** From how many values rows take theirs where there is no end to them. */
const VARIETY = 10_000;

type PlainField = Exclude<SeedField, SeedReference>;

/** The values that a field accepts: each fits its schema. */
export function valuesOf(field: PlainField): Values {
  if (field.type === 'json') return endless((index) => ({ note: sentence(index) }));
  return field.type === 'array' ? listsOf(field.name, field) : scalars(field.name, field);
}

function scalars(name: string, value: SeedScalar): Values {
  switch (value.type) {
    case 'string': {
      const { minLength = 1, maxLength, shape } = value;
      const lengths = { minLength, maxLength };
      return shape ? patternTexts(shape, lengths) : stringValues(name, lengths);
    }
    case 'text':
      return endless(sentence);
    case 'email':
    case 'url':
      return textOf(value.type, value.maxLength);
    case 'uuid':
      return endless((index) => seedId('', name, String(index)));
    case 'enum':
      return some(value.values);
    case 'boolean':
      return some([true, false]);
    case 'integer':
    case 'bigint':
      return integers(value);
    case 'decimal':
      return decimals(value);
    case 'date':
      return days(value);
    case 'datetime':
      return endless((index) => new Date(NEW_YEAR + index * MINUTE).toISOString(), MINUTES);
  }
}

function some(values: readonly unknown[]): Values {
  return { size: values.length, usual: values.length, at: (index) => values[index] };
}

function endless(at: (index: number) => unknown, size = ENDLESS): Values {
  return { size, usual: Math.min(size, VARIETY), at };
}

const MINUTE = 60_000;
const MINUTES = Math.floor((Date.UTC(9999, 11, 31) - NEW_YEAR) / MINUTE);

/** A few items, at least as many as there must be. */
function listsOf(
  name: string,
  { items, minItems, maxItems, uniqueItems }: Extract<SeedValue, { type: 'array' }>,
): Values {
  const values = scalars(name, items);
  const most = Math.min(maxItems, uniqueItems ? values.size : ENDLESS, Math.max(minItems, 3));
  if (most < minItems || (values.size === 0 && minItems > 0)) return some([]);
  return endless((index) => {
    const count = values.size === 0 ? 0 : minItems + draw(`${name} ${index} items`, most - minItems + 1);
    const first = draw(`${name} ${index}`, values.usual);
    return Array.from({ length: count }, (_, place) => values.at((first + place) % values.size));
  });
}
