import { expect, it } from '@jest/globals';
import { parseTimeSpan } from '../../cli/parse-time-span.ts';

it.each([
  ['30s', 30_000],
  ['15m', 900_000],
  ['1h', 3_600_000],
  ['7d', 604_800_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseTimeSpan(text)).toBe(milliseconds);
});

it.each(['', '5', 's', '0s', '-1h', '1.5h', '1 h', '1h30m', '1w', '99999999d'])('%j is none', (text) => {
  expect(parseTimeSpan(text)).toBeUndefined();
});
