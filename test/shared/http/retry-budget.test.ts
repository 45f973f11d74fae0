import { describe, expect, it } from '@jest/globals';
import { RetryBudget } from '../../../shared/http/retry-budget.ts';

/** Tries to retry every one of `calls` calls, `attempts` times each; how often it was allowed. */
function hammer(budget: RetryBudget, calls: number, attempts = 3): number {
  let allowed = 0;
  for (let call = 0; call < calls; call++) {
    budget.deposit();
    for (let attempt = 0; attempt < attempts; attempt++) if (budget.withdraw()) allowed++;
  }
  return allowed;
}

describe('the retry budget', () => {
  it('allows a fifth of the calls, after a small start', () => {
    const allowed = hammer(new RetryBudget(() => 0), 10_000);
    expect(allowed).toBeGreaterThanOrEqual(1_990);
    expect(allowed).toBeLessThanOrEqual(2_010);
  });

  it('allows one a second to a client that calls rarely', () => {
    let now = 0;
    const budget = new RetryBudget(() => now);
    hammer(budget, 100);
    let allowed = 0;
    for (let second = 0; second < 60; second++) {
      now += 1_000;
      allowed += hammer(budget, 1);
    }
    expect(allowed).toBeGreaterThanOrEqual(60);
    expect(allowed).toBeLessThanOrEqual(73);
  });

  it('saves up no more than its capacity', () => {
    let now = 0;
    const budget = new RetryBudget(() => now);
    now = 86_400_000;
    expect(hammer(budget, 1, 100)).toBe(10);
  });
});
