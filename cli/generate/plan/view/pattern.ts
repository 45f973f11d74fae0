import { createRequire } from 'node:module';

const SAMPLES = 12;
const known = new Map<string, readonly string[]>();

/** Texts that a regular expression accepts, always the same ones; none if it uses what cannot be turned round, such as lookaheads. */
export function textsMatching(pattern: string, minLength: number, maxLength: number): readonly string[] {
  const key = JSON.stringify([pattern, minLength, maxLength]);
  const texts = known.get(key) ?? draw(new RegExp(pattern, 'u'), minLength, maxLength);
  known.set(key, texts);
  return texts;
}

function draw(expression: RegExp, minLength: number, maxLength: number): readonly string[] {
  // It takes 0.1 s to load, and few fleets have a pattern.
  const { default: fc }: typeof import('fast-check') = createRequire(import.meta.url)('fast-check');
  const fits = (text: string) => [...text].length >= minLength && [...text].length <= maxLength;
  try {
    const texts = fc.sample(fc.stringMatching(expression), { numRuns: SAMPLES * 50, seed: 1 });
    return [...new Set(texts.filter(fits))].slice(0, SAMPLES);
  } catch {
    return [];
  }
}
