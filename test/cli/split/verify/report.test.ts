import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { page } from '../../../../cli/split/verify/report/html.ts';
import { summary } from '../../../../cli/split/verify/report/text.ts';
import { BROKEN, HELD } from './example.ts';

const lines = (verification: typeof HELD) => summary(verification).map(stripVTControlCharacters);

test('a terminal shows counts that add up, and the verdict last', () => {
  const [, first] = lines(HELD);
  expect(first).toMatch(/^products +catalogue-service\.Product +60,000 +300 +599 +59,601 +12 +9f04c1d2a7b3e650$/);
  expect(lines(HELD).at(-1)).toBe('✓ All of it holds.');
});

test('a terminal shows what does not hold: how often, where, and what should be there', () => {
  const shown = lines(BROKEN);
  expect(shown).toContain('✗ catalogue-service.Product: 31 rows differ');
  expect(shown).toContain('    key 17, abc: title is null, should be "Tea <green>"');
  expect(shown).toContain('    def: 10 bytes of 340');
  expect(shown.at(-1)).toBe('✗ 2 things do not hold.');
});

test('the page needs nothing from anywhere, and shows values as they are', () => {
  const html = page(BROKEN);
  expect(html).not.toMatch(/(?:src|href)=|@import|url\(/);
  expect(html).toContain('Tea &#60;green&#62;');
  expect(html).not.toContain('<green>');
  expect(html).toContain('2 things do not hold');
  expect(page(HELD)).not.toContain('What does not hold');
});
