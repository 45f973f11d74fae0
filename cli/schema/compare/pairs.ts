/** What is there beside what is wanted: by the first of these ways that finds it, each thing once. */
export function pairUp<T>(found: readonly T[], wanted: readonly T[], ...ways: readonly ((a: T, b: T) => boolean)[]) {
  const left = new Set(found);
  const pairs = new Map<T, T>();
  for (const isSame of ways) {
    for (const each of wanted) {
      if (pairs.has(each)) continue;
      const match = [...left].find((candidate) => isSame(candidate, each));
      if (match === undefined) continue;
      left.delete(match);
      pairs.set(each, match);
    }
  }
  return { foundFor: (each: T) => pairs.get(each), extra: [...left] };
}
