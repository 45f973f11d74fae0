import { seedId } from '../seed-id.ts';
import type { SeedField, SeedReference, SeedScalar, SeedValue, Values } from './contract.ts';
import { draw } from './draw.ts';
import { patternTexts } from './pattern-texts.ts';
import { stringValues, textOf } from './texts.ts';
import { wholeNumbers } from './whole-numbers.ts';
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

function integers({ type, min, max }: Extract<SeedScalar, { type: 'integer' | 'bigint' }>): Values {
  const [lowest, highest] = type === 'integer' ? [-(2 ** 31), 2 ** 31 - 1] : [-ENDLESS, ENDLESS];
  const [least, most] = [BigInt(min ?? lowest), BigInt(max ?? highest)];
  const first = min === undefined ? sensible(1n, least, most, BigInt(VARIETY)) : least;
  const { size, at } = wholeNumbers({ first, lowest: least, highest: most });
  return { size, usual: usually(first, most), at: (index) => Number(at(index)) };
}

function decimals({ precision, scale, min, max }: Extract<SeedScalar, { type: 'decimal' }>): Values {
  const bound = 10n ** BigInt(precision) - 1n;
  const [least, most] = [unscaled(min ?? '', -bound), unscaled(max ?? '', bound)];
  const one = 10n ** BigInt(Math.min(scale, precision - 1));
  const first = min === undefined ? sensible(one, least, most, one) : least;
  const { size, at } = wholeNumbers({ first, lowest: least, highest: most });
  const range = most - first + 1n;
  // Up to a thousand units of whatever it is: 37.42 as well as 512.00.
  const usual = range < one * 1000n ? range : one * 1000n;
  return {
    size,
    usual: Number(usual > BigInt(ENDLESS) ? BigInt(ENDLESS) : usual),
    at: (index) => decimal(at(index), scale),
  };
}

function unscaled(text: string, otherwise: bigint): bigint {
  return text === '' ? otherwise : BigInt(text.replace('.', ''));
}

function decimal(value: bigint, scale: number): string {
  if (scale === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
const NEW_YEAR = Date.UTC(2020, 0, 1);
const LAST_DAY = Date.UTC(9999, 11, 31);
const MINUTES = Math.floor((LAST_DAY - NEW_YEAR) / MINUTE);

/** What every engine has days for. */
const [FIRST, LAST] = ['1000-01-01', '9999-12-31'];

function days({ min, max }: Extract<SeedScalar, { type: 'date' }>): Values {
  const dayOf = (text: string) => BigInt(Date.parse(text) / DAY);
  const [least, most] = [dayOf(min ?? FIRST), dayOf(max ?? LAST)];
  const first = sensible(BigInt(NEW_YEAR / DAY), least, most, 2_000n);
  const { size, at } = wholeNumbers({ first, lowest: least, highest: most });
  const text = (index: number) => new Date(Number(at(index)) * DAY).toISOString().slice(0, 10);
  return { size, usual: Math.min(2_500, usually(first, most)), at: text };
}

/** Where values begin: at what is sensible if it is allowed and leaves room, else as near as can be. */
function sensible(wished: bigint, least: bigint, most: bigint, room: bigint): bigint {
  if (wished < least) return least;
  if (wished <= most) return wished;
  return most - room > least ? most - room : least;
}

function usually(first: bigint, most: bigint): number {
  const upwards = most - first + 1n;
  return upwards > BigInt(VARIETY) ? VARIETY : Number(upwards);
}

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
