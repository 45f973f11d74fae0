/** What went one way: how often, how often badly, and how long it took. */
export interface Traffic {
  readonly count: number;
  readonly failed: number;
  /** How many took at most so many seconds, by that bound; the last one is infinite. */
  readonly buckets: ReadonlyMap<number, number>;
}

export const NO_TRAFFIC: Traffic = { count: 0, failed: 0, buckets: new Map() };

export function addTraffic(a: Traffic, b: Traffic): Traffic {
  const buckets = new Map(a.buckets);
  for (const [bound, count] of b.buckets) buckets.set(bound, (buckets.get(bound) ?? 0) + count);
  return { count: a.count + b.count, failed: a.failed + b.failed, buckets };
}

/**
 * The time within which a share of them was done, in milliseconds, as Prometheus' `histogram_quantile` estimates it: evenly spread within
 * their bucket. What took longer than all bounds counts as the longest of them. Null: there was none.
 */
export function quantileMs({ buckets }: Traffic, share: number): number | null {
  const bounds = [...buckets].sort(([a], [b]) => a - b);
  const total = bounds.at(-1)?.[1] ?? 0;
  if (total <= 0) return null;
  const rank = share * total;
  let [below, under] = [0, 0];
  for (const [bound, count] of bounds) {
    if (count >= rank) {
      if (bound === Number.POSITIVE_INFINITY) return toMs(below);
      return toMs(count === under ? bound : below + ((bound - below) * (rank - under)) / (count - under));
    }
    [below, under] = [bound, count];
  }
  return toMs(below);
}

function toMs(seconds: number): number {
  return Math.round(seconds * 1e5) / 100;
}
