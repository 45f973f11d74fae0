/**
 * Splits a batch so that no round holds two items of one key: the nth round has the nth item of each. A key's next item
 * is sent only once the one before is known to have arrived.
 */
export function rounds<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const depth = new Map<string, number>();
  const result: T[][] = [];
  for (const item of items) {
    const key = keyOf(item);
    const round = depth.get(key) ?? 0;
    result[round] ??= [];
    result[round]?.push(item);
    depth.set(key, round + 1);
  }
  return result;
}
