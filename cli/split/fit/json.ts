import { type Fit, Misfit } from './misfit.ts';

const NONE = new Misfit('bad_json');
const NUL = new Misfit('nul');

/** As it was written. */
export const json: Fit = (value) => {
  try {
    // Only what spells one can hold one; it may still be a backslash with a word behind it.
    return value.includes('\\u0000') ? withoutNul(value) : checked(value);
  } catch {
    return NONE; // it is no JSON: that is the answer
  }
};

function checked(text: string): string {
  JSON.parse(text);
  return text;
}

function withoutNul(text: string): string | Misfit {
  let found = false;
  JSON.parse(text, (key, value) => {
    found ||= key.includes('\0') || (typeof value === 'string' && value.includes('\0'));
    return value;
  });
  return found ? NUL : text;
}
