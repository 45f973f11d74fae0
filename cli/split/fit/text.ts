import { type Fit, Misfit } from './misfit.ts';

export interface TextBounds {
  /** Characters (code points). */
  readonly min: number;
  readonly max: number;
  readonly pattern?: RegExp | undefined;
}

const NUL = new Misfit('nul');
const PATTERN = new Misfit('pattern');

export function text({ min, max, pattern }: TextBounds): Fit {
  const tooLong = new Misfit('too_long', `longer than ${max} characters`);
  const tooShort = new Misfit('too_short', min === 1 ? 'empty' : `shorter than ${min} characters`);
  return (value) => {
    if (value.includes('\0')) return NUL;
    // UTF-16 has no fewer units than there are characters.
    if (value.length > max && lengthOf(value) > max) return tooLong;
    if (value.length < min || (min > 1 && lengthOf(value) < min)) return tooShort;
    return pattern && !pattern.test(value) ? PATTERN : value;
  };
}

export function lengthOf(value: string): number {
  let length = 0;
  for (const _ of value) length += 1;
  return length;
}
