import { describe, expect, it } from '@jest/globals';
import { batchSize, restAfter } from '../../../../cli/migrate/backfill/batch-size.ts';

describe('the size of batches', () => {
  it('grows where they are quick, twofold at most, up to its bound', () => {
    const size = batchSize();
    const sizes = Array.from({ length: 5 }, () => {
      size.took(size.rows, 1);
      return size.rows;
    });
    expect(sizes).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  it('shrinks where they are slow, to a half at most, and to one row', () => {
    const size = batchSize(500);
    size.took(500, 400);
    expect(size.rows).toBe(250);
    size.took(250, 60_000);
    expect(size.rows).toBe(125);
    for (let n = 0; n < 20; n++) size.took(size.rows, 60_000);
    expect(size.rows).toBe(1);
  });

  it('stays where they take as long as they should', () => {
    const size = batchSize(400);
    size.took(400, 200);
    expect(size.rows).toBe(400);
  });

  it('is a quarter where one took longer than a statement may, until it cannot be smaller', () => {
    const size = batchSize(10);
    expect([size.shrink(), size.rows, size.shrink(), size.rows, size.shrink()]).toEqual([true, 3, true, 1, false]);
  });
});

it.each([
  [1, 0],
  [0.5, 200],
  [0.2, 800],
])('a backfill that may have %d of the time rests %d ms after 200 ms of work', (backfillShare, rest) => {
  expect(restAfter(200, { backfillShare })).toBe(rest);
});
