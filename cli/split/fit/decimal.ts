import { type Fit, Misfit } from './misfit.ts';

const NUMBER = /^([-+]?)(\d*)(?:\.(\d*))?$/;
const NO_NUMBER = new Misfit('type', 'no number');

export interface DecimalBounds {
  /** Digits in all, and after the point. */
  readonly precision: number;
  readonly scale: number;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** An exact number with all its digits after the point. */
export function decimal({ precision, scale, min, max }: DecimalBounds): Fit {
  const tooMany = new Misfit('inexact', `more than ${scale} digits after the point`);
  const outside = new Misfit('out_of_range', `not within ${min ?? 'the least'} to ${max ?? 'the greatest'} value`);
  const scaled = (text: string) => BigInt(text.replace('.', ''));
  const canonical = (value: string): string | Misfit => {
    const [, sign = '', whole = '', fraction = ''] = NUMBER.exec(value) ?? [];
    if (whole === '' && fraction === '') return NO_NUMBER;
    const digits = whole.replace(/^0+(?=\d)/, '') || '0';
    const kept = fraction.slice(0, scale).padEnd(scale, '0');
    if (/[1-9]/.test(fraction.slice(scale))) return tooMany;
    if (digits !== '0' && digits.length > precision - scale) return outside;
    const number = scale === 0 ? digits : `${digits}.${kept}`;
    return sign === '-' && /[1-9]/.test(number) ? `-${number}` : number;
  };
  const bound = (text: string | undefined) => {
    const number = text === undefined ? undefined : canonical(text);
    return typeof number === 'string' ? scaled(number) : undefined;
  };
  const [least, greatest] = [bound(min), bound(max)];
  return (value) => {
    const number = canonical(value);
    if (typeof number !== 'string' || (least === undefined && greatest === undefined)) return number;
    const exact = scaled(number);
    const isOutside = (least !== undefined && exact < least) || (greatest !== undefined && exact > greatest);
    return isOutside ? outside : number;
  };
}
