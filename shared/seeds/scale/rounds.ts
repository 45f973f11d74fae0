/** Rows of an entity that are created together at most. */
export const ROUND = 500;

/**
 * The row with which the round of a row begins: 0, 1, 2, 4, … 256, 500, 1,000, … Rounds go over all entities of a service, so that
 * whatever refers to its own kind, or in a circle, finds rows of earlier rounds from the first few rows on.
 */
export function roundOf(row: number): number {
  if (row >= ROUND) return row - (row % ROUND);
  return row === 0 ? 0 : 2 ** Math.floor(Math.log2(row));
}

/** Where the next round begins. */
export function nextRound(row: number): number {
  if (row >= ROUND) return roundOf(row) + ROUND;
  return row === 0 ? 1 : Math.min(ROUND, roundOf(row) * 2);
}
