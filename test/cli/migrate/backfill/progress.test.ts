import { expect, it } from '@jest/globals';
import { inWords, progressOf } from '../../../../cli/migrate/backfill/progress.ts';

it('tells rows, their rate in this run, and what remains', () => {
  let now = 0;
  const progress = progressOf('orders', 100_000, 1_000_000, () => now);
  now = 10_000;
  expect(inWords(progress(400_000))).toBe('400,000 of about 1,000,000 rows of orders, 30,000/s, 20 s left');
});

it('does not say what it does not know', () => {
  let now = 0;
  const unknown = progressOf('orders', 0, null, () => now);
  const more = progressOf('orders', 0, 10, () => now);
  now = 1_000;
  expect(inWords(unknown(500))).toBe('500 rows of orders, 500/s');
  expect(more(11)).toEqual({ table: 'orders', rows: 11, of: null, rowsPerSecond: 11, secondsLeft: null });
});
