import { ConsecutiveBreaker, type IBreaker, SamplingBreaker } from 'cockatiel';

/**
 * An instance that takes no connections: three in a row are enough, for it fails so fast that it always has the least to do.
 */
export function whenUnreachable(): IBreaker {
  return new ConsecutiveBreaker(3);
}

/** A route that fails: more than half of at least 10 requests within 10 s, or ten in a row. */
export function whenFailing(): IBreaker {
  const share = new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 1 });
  const row = new ConsecutiveBreaker(10);
  return {
    state: undefined,
    success(state) {
      share.success(state);
      row.success();
    },
    failure(state) {
      const [byShare, byRow] = [share.failure(state), row.failure()];
      return byShare || byRow;
    },
  };
}
