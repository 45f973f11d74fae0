import { statSync } from 'node:fs';

/**
 * Of integration, in this order, what takes from half a minute to two: begun last, a worker would go on with it alone. The first one
 * builds the images of this repository while the others do without: each of several would build all of them.
 */
const LONG = [
  /\/docker\/fleet\/lifecycle/,
  /\/init\//,
  /-recovery/,
  /\/docker\/fleet\/(?!guard)/,
  /\/split\//,
  /\/seed\/|\/sigkill-/,
  /\/export\//,
  /\/upgrade\//,
  /\/events\//,
  /\/docker\//,
  /\/(evolve|fleets|migrate|references|schema)\//,
];

interface Test {
  readonly path: string;
}

/** The order of test files for jest, which would go by their size in a clone where it has not yet run. */
export default class LongestFirst {
  sort<T extends Test>(tests: readonly T[]): T[] {
    return tests.toSorted((a, b) => rank(a) - rank(b) || statSync(b.path).size - statSync(a.path).size);
  }

  /** Of durations, by which nothing is ordered here. */
  cacheResults(): void {}
}

function rank({ path }: Test): number {
  const found = LONG.findIndex((pattern) => pattern.test(path));
  return found === -1 ? LONG.length : found;
}
