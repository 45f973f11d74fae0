import { describe, expect, it } from '@jest/globals';
import { textsMatching } from '../../../../cli/config/patterns/texts.ts';

describe('texts that match a pattern', () => {
  it.each([
    ['^\\d{4}/\\d{4}$'],
    ['^\\p{Lu}\\p{L}{2,5}$'],
    ['^[\\p{Script=Cyrillic} ]{3,}$'],
    ['^\\u{1F600}{1,12}$'],
    ['^(?=.*\\d)(?=.*[a-z])[a-z\\d]{8,}$'],
    ['^(?!0)\\d+(?<!5)$'],
    ['^(?!(?:a(?:b)|\\)|[)]))[a-z]+$'],
    ['^([a-c])-\\1$'],
    ['^(?<first>[ab])(?:x)(?<second>y{1,9})\\k<first>\\2$'],
    ['\\bfoo\\b'],
    ['^[^\\s\\]]+$'],
  ])('%s', (pattern) => {
    const texts = textsMatching(pattern, 1, 40);
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.filter((text) => !new RegExp(pattern, 'u').test(text) || [...text].length > 40)).toEqual([]);
  });

  it('have as many characters as are allowed', () => {
    expect(textsMatching('^a+$', 3, 5).toSorted()).toEqual(['aaa', 'aaaa', 'aaaaa']);
    expect(textsMatching('^[a-z ]+$', 300, 600).length).toBeGreaterThan(1);
  });

  it('are none where nothing can match', () => {
    expect(textsMatching('^(?!x)x$', 0, 40)).toEqual([]);
  });
});
