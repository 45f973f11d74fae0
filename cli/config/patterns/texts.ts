import { createRequire } from 'node:module';
import { withoutConditions } from './conditions.ts';

const SAMPLES = 12;
/** Controls and halves of surrogate pairs: not what people write, and the API takes not all of them. */
const UNFIT = /[\p{Cc}\p{Cs}]/u;
const known = new Map<string, readonly string[]>();

/** Texts that a regular expression accepts, the same ones for the same seed; none if it asks for more than can be found by drawing. */
export function textsMatching(pattern: string, minLength: number, maxLength: number, seed = 1): readonly string[] {
  const key = JSON.stringify([pattern, minLength, maxLength, seed]);
  const texts = known.get(key) ?? draw(pattern, minLength, maxLength, seed);
  known.set(key, texts);
  return texts;
}

function draw(pattern: string, minLength: number, maxLength: number, seed: number): readonly string[] {
  // It takes 0.1 s to load, and few fleets have a pattern.
  const { default: fc }: typeof import('fast-check') = createRequire(import.meta.url)('fast-check');
  const expression = new RegExp(pattern, 'u');
  const fits = (text: string) => {
    const length = [...text].length;
    return length >= minLength && length <= maxLength && !UNFIT.test(text) && expression.test(text);
  };
  const texts = [pattern, withoutConditions(pattern)].flatMap((each) => {
    try {
      return fc.sample(fc.stringMatching(new RegExp(each, 'u'), { maxLength }), { numRuns: SAMPLES * 50, seed });
    } catch {
      return [];
    }
  });
  const longer = texts.map((text) => text.repeat(Math.ceil(minLength / Math.max(1, text.length))));
  return [...new Set([...texts, ...longer].filter(fits))].slice(0, SAMPLES);
}
