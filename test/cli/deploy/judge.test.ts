import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../cli/deploy/watch/judge.ts';

const LIMITS = { maxErrorPercent: 1, maxLatencyRatio: 3 };
const NOTHING = { requests: 0, failed: 0 };
const FINE = { failedShare: 0, meanMs: 20 };
const now = (requests: number, failed: number, meanMs = 20) => ({
  service: 'orders',
  colour: 'green' as const,
  active: 0,
  requests,
  failed,
  meanMs,
});

describe('what speaks against a new version', () => {
  it.each([
    ['nothing, where all goes well', NOTHING, now(1000, 0), FINE, null],
    ['nothing yet, of few requests', NOTHING, now(19, 19), FINE, null],
    ['more errors than it may have', NOTHING, now(100, 2), FINE, 'too_many_errors'],
    ['not as many as it may have', NOTHING, now(100, 1), FINE, null],
    ['not the errors that there were before', NOTHING, now(100, 50), { ...FINE, failedShare: 0.5 }, null],
    ['only what came since', { requests: 1000, failed: 1000 }, now(1100, 1000), FINE, null],
    ['all of it, where the edge counts anew', { requests: 1000, failed: 0 }, now(100, 50), FINE, 'too_many_errors'],
    ['its slowness', NOTHING, now(200, 0, 61), FINE, 'too_slow'],
    ['no slowness of a few, for one that waits weighs too much', NOTHING, now(199, 0, 61), FINE, null],
    ['no slowness that nobody minds', NOTHING, now(200, 0, 50), { ...FINE, meanMs: 1 }, null],
  ])('is %s', (_what, since, traffic, before, code) => {
    expect(judge(since, traffic, before, LIMITS)?.code ?? null).toBe(code);
  });

  it('says how much in a sentence', () => {
    expect(judge(NOTHING, now(200, 30), { failedShare: 0.01, meanMs: 1 }, LIMITS)?.message).toBe(
      '30 of 200 requests to orders failed (15 %; before it were 1 %).',
    );
  });
});
