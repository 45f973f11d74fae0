import { type Fit, Misfit } from './misfit.ts';

const NONE = new Misfit('bad_json');
const NUL = new Misfit('nul');

/** As it was written. */
export const json: Fit = (value) => {
  try {
    const parsed: unknown = JSON.parse(value);
    return holdsNul(value, parsed) ? NUL : value;
  } catch {
    return NONE; // it is no JSON: that is the answer
  }
};

function holdsNul(text: string, parsed: unknown): boolean {
  return text.includes('\\u0000') && JSON.stringify(parsed).includes('\\u0000');
}
