import { describe, expect, it } from '@jest/globals';
import { backoff } from '../../../../../cli/runtimes/process/supervisor/backoff.ts';

describe('the time before a restart', () => {
  it('doubles with every crash in a row, up to a quarter of a minute', () => {
    expect([1, 2, 3, 4, 20].map((crashes) => backoff(crashes, () => 1))).toEqual([100, 200, 400, 800, 15_000]);
  });

  it('is by up to a half of it random', () => {
    expect(backoff(4, () => 0)).toBe(400);
    expect(backoff(4, () => 0.5)).toBe(600);
  });
});
