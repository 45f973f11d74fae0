import { describe, expect, it } from '@jest/globals';
import { shapeOf } from '../../../../cli/config/patterns/shape.ts';
import type { TextShape } from '../../../../shared/seeds/scale/contract.ts';
import { patternTexts } from '../../../../shared/seeds/scale/pattern-texts.ts';

function valuesOf(pattern: string, minLength = 1, maxLength = 40) {
  return patternTexts({ pattern, of: shapeOf(pattern) as TextShape }, { minLength, maxLength });
}

describe('what texts that match a pattern are made of', () => {
  it.each([
    '^\\d{4}/\\d{4}$',
    '^\\p{Lu}\\p{L}{2,5}$',
    '^[\\p{Script=Cyrillic} ]{3,}$',
    '^(?=.*\\d)(?=.*[a-z])[a-z\\d]{8,}$',
    '^(?!0)\\d+(?<!5)$',
    '^([a-c])-\\1$',
    '^(?<first>[ab])(?:x)(?<second>y{1,9})\\k<first>\\2$',
    '\\bfoo\\b|bar',
    '^[^\\s\\]]+$',
  ])('leads to texts that match: %s', (pattern) => {
    const values = valuesOf(pattern);
    const texts = Array.from({ length: Math.min(values.size, 500) }, (_, index) => values.at(index) as string);
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.filter((text) => !new RegExp(pattern, 'u').test(text) || [...text].length > 40)).toEqual([]);
  });

  it('counts', () => {
    const values = valuesOf('^[A-Z]{2}-\\d{4}$');
    expect([0, 1, 9_999, 10_000, values.size - 1].map((index) => values.at(index))).toEqual([
      'AA-0000',
      'AA-0001',
      'AA-9999',
      'AB-0000',
      'ZZ-9999',
    ]);
    expect(values.size).toBe(26 * 26 * 10_000);
  });

  it('finds all of few, each once', () => {
    const values = valuesOf('^(a|b|a)c?$');
    expect(Array.from({ length: values.size }, (_, index) => values.at(index))).toEqual(['a', 'ac', 'b', 'bc']);
  });

  it('makes them as long as they have to be', () => {
    expect([...(valuesOf('^[a-z]+$', 30, 40).at(0) as string)].length).toBeGreaterThanOrEqual(30);
  });

  it('finds none where nothing can match', () => {
    expect(valuesOf('^(?!x)x$').size).toBe(0);
  });
});
