import type { SeedScalar, Values } from './contract.ts';
import { wholeNumbers } from './whole-numbers.ts';

/** From how many values rows take theirs where there is no end to them. */
const VARIETY = 10_000;
const ENDLESS = Number.MAX_SAFE_INTEGER;
const DAY = 86_400_000;
/** When times begin that nobody limits. */
export const NEW_YEAR = Date.UTC(2020, 0, 1);

export function integers({ type, min, max }: Extract<SeedScalar, { type: 'integer' | 'bigint' }>): Values {
  const [lowest, highest] = type === 'integer' ? [-(2 ** 31), 2 ** 31 - 1] : [-ENDLESS, ENDLESS];
  const [least, most] = [BigInt(min ?? lowest), BigInt(max ?? highest)];
  const first = min === undefined ? sensible(1n, least, most, BigInt(VARIETY)) : least;
  const { size, at } = wholeNumbers({ first, lowest: least, highest: most });
  return { size, usual: usually(first, most), at: (index) => Number(at(index)) };
}

export function decimals({ precision, scale, min, max }: Extract<SeedScalar, { type: 'decimal' }>): Values {
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

/** What every engine has days for. */
const [FIRST, LAST] = ['1000-01-01', '9999-12-31'];

export function days({ min, max }: Extract<SeedScalar, { type: 'date' }>): Values {
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
