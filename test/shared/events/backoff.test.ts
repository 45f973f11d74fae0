import { describe, expect, it } from '@jest/globals';
import { backoff } from '../../../shared/events/index.ts';

describe('backoff', () => {
  it.each([
    [1, 100],
    [2, 200],
    [5, 1_600],
    [7, 5_000],
    [1_000, 5_000],
  ])('waits before attempt %i about %i ms', (attempt, ms) => {
    for (let i = 0; i < 50; i++) {
      expect(backoff(attempt)).toBeGreaterThanOrEqual(ms * 0.8);
      expect(backoff(attempt)).toBeLessThanOrEqual(ms * 1.2);
    }
  });

  it('is not the same for all who wait', () => {
    expect(new Set(Array.from({ length: 50 }, () => backoff(3))).size).toBeGreaterThan(25);
  });
});
