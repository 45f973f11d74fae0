interface Kept {
  readonly dropped: number;
  readonly asked: number;
  readonly lateP99: number;
  readonly cpuPercent: number;
  readonly most: number;
}

/** Arrivals that are taken up later than this would tell of the generator rather than of the target. */
const LATEST_MS = 100;
const BUSY_PERCENT = 90;

/** Why the rate that was asked for was not sent; null: it was. */
export function whyNotKept({ dropped, asked, lateP99, cpuPercent, most }: Kept): string | null {
  const busy = cpuPercent >= BUSY_PERCENT ? `, its own CPU at ${cpuPercent} % of a core` : '';
  if (dropped > 0) {
    const share = ((dropped / asked) * 100).toFixed(1);
    return `the generator could not keep up: ${dropped} of ${asked} arrivals (${share} %) were dropped, ${most} being outstanding${busy}`;
  }
  if (lateP99 <= LATEST_MS) return null;
  return `the generator could not keep up: one in a hundred arrivals was sent ${Math.round(lateP99)} ms late or more${busy}`;
}
