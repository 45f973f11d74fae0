import { expect, it } from '@jest/globals';
import { paceFrom } from '../../../cli/seed/pace.ts';

it('says how far rows are, how fast they come, and how long it takes', () => {
  const pace = paceFrom(0);
  const counts = { kept: 0, skipped: 0, of: 10_000 };
  expect(pace({ ...counts, created: 0, kept: 500 }, 1_000)).toBe('500 of 10000');
  expect(pace({ ...counts, created: 1_000, kept: 500 }, 2_000)).toBe('1500 of 10000, 1000 a second, 9 s to go');
  expect(pace({ ...counts, created: 4_000, kept: 500 }, 3_000)).toBe('4500 of 10000, 2000 a second, 3 s to go');
});
