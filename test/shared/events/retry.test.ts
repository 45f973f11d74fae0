import { expect, it } from '@jest/globals';
import { nextDelay } from '../../../shared/events/retry.ts';

it('each attempt but the last is followed by the pause that the policy has for it', () => {
  const policy = { delaysMs: [100, 200] };
  expect([1, 2, 3].map((attempts) => nextDelay(policy, attempts, new Error('no')))).toEqual([100, 200, undefined]);
});
