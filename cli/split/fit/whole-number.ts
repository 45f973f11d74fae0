import { type Fit, Misfit } from './misfit.ts';

const NO_NUMBER = new Misfit('type', 'no whole number');

/** Also `12.00`, as decimals and floats of old columns spell it. */
const WHOLE = /^[-+]?\d{1,18}(?:\.0*)?$/;

export function wholeNumber(min: number, max: number): Fit {
  const outside = new Misfit('out_of_range', `not within ${min} to ${max}`);
  return (value) => {
    if (!WHOLE.test(value)) return /^[-+]?\d+$/.test(value) ? outside : NO_NUMBER;
    const number = Number(value);
    return number < min || number > max ? outside : String(number === 0 ? 0 : number);
  };
}
