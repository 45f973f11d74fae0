import { expect, it } from '@jest/globals';
import { nextRound, ROUND, roundOf } from '../../../../shared/seeds/scale/rounds.ts';

it('rounds grow, and each row is in the one that begins before it', () => {
  const begins: number[] = [];
  for (let from = 0; from < 2_000; from = nextRound(from)) begins.push(from);
  expect(begins).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 500, 1_000, 1_500]);
  for (let row = 0; row < 2_000; row++) {
    expect(roundOf(row)).toBe(begins.findLast((from) => from <= row));
    expect(nextRound(row) - roundOf(row)).toBeLessThanOrEqual(ROUND);
  }
});
