import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../shared/http/failure.ts';
import { createResilience } from '../../../shared/http/resilience.ts';

const failing = async () => {
  throw new Failure('unavailable', { detail: 'no', passing: true, blamed: false });
};

describe('retries', () => {
  it('of calls that all fail stay inside the budget', async () => {
    let retries = 0;
    const resilience = createResilience({ onRetry: () => retries++, onBreaker: () => undefined });
    const startedAt = performance.now();
    const calls = 500;
    // In groups, so that a share of each group is saved up before the next.
    for (let group = 0; group < calls / 50; group++) {
      const under = Array.from({ length: 50 }, () =>
        resilience.run({ timeoutMs: 10_000, retries: 5, breaking: true }, failing).catch(() => undefined),
      );
      await Promise.all(under);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    expect(retries).toBeGreaterThan(10);
    expect(retries).toBeLessThanOrEqual(10 + calls * 0.2 + seconds);
  });

  it('of a call that may be made three times more are three, at growing distance', async () => {
    const at: number[] = [];
    const resilience = createResilience({ onRetry: () => undefined, onBreaker: () => undefined });
    const call = resilience.run({ timeoutMs: 10_000, retries: 3, breaking: true }, () => {
      at.push(performance.now());
      return failing();
    });
    await expect(call).rejects.toThrow('no');
    expect(at).toHaveLength(4);
    expect((at[3] as number) - (at[0] as number)).toBeGreaterThan(20);
  });
});
