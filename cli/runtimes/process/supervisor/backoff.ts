const FIRST_MS = 100;
const MOST_MS = 15_000;

/** A process that was ready for so long has recovered: its next crash is a first one again. */
export const STABLE_MS = 10_000;

/**
 * Milliseconds before the next start after the `crashes`-th crash in a row (from 1): doubling, and half of it random, so that
 * services which fell together do not come back together.
 */
export function backoff(crashes: number, random: () => number): number {
  const full = Math.min(MOST_MS, FIRST_MS * 2 ** (crashes - 1));
  return Math.round(full * (0.5 + random() / 2));
}
