import fc from 'fast-check';
import type { Failure } from './oracle.ts';
import type { Sent } from './send.ts';

/** A failure with the requests that show it, the last one the one that failed. */
export interface Shown extends Failure {
  readonly requests: readonly Sent[];
  /** What was answered to the last of them. */
  readonly status: number;
  readonly answer: string;
  readonly correlationId: string;
}

export interface Hunted extends Shown {
  readonly seed: number;
  /** Of fast-check: together with the seed it leads to the smallest case at once. */
  readonly path: string;
}

export interface HuntOptions {
  readonly seed: number;
  readonly runs: number;
  /** Begins where an earlier run has ended. */
  readonly path?: string | undefined;
  /** Asked before each attempt. */
  readonly stopped: () => boolean;
  /** Promises whose breach is known already, for this operation. */
  readonly known: Set<string>;
}

/** A case that only gets smaller by trying for longer is small enough. */
const SHRINKS = 400;
/** Different finds of one operation, of which each costs as much as a run without one. */
const MOST = 12;

/** Tries a property; each find is made as small as it gets while it is still the same, and then left aside while the others are looked for. */
export async function hunt<T>(
  cases: fc.Arbitrary<T>,
  attempt: (one: T) => Promise<Shown | undefined>,
  { seed, runs, path, stopped, known }: HuntOptions,
): Promise<Hunted[]> {
  const found: Hunted[] = [];
  for (let left = runs; left > 0 && known.size < MOST && !stopped(); ) {
    let smallest: Shown | undefined;
    let [tried, shrinks] = [0, 0];
    const property = fc.asyncProperty(cases, async (one) => {
      // To let the rest pass instead would still make it up, with no turn of the loop in which a signal is heard.
      if (stopped() || shrinks > SHRINKS) throw new fc.PreconditionFailure(true);
      if (smallest) shrinks += 1;
      else tried += 1;
      const shown = await attempt(one);
      if (!shown || known.has(shown.promise)) return true;
      if (smallest && smallest.promise !== shown.promise) return true;
      smallest = shown;
      return false;
    });
    const at = seed + found.length;
    const { counterexamplePath, errorInstance } = await fc.check(property, {
      seed: at,
      numRuns: left,
      ...(path && { path }),
    });
    if (errorInstance instanceof Error && !smallest) throw errorInstance;
    if (!smallest) break;
    known.add((smallest as Shown).promise);
    found.push({ ...(smallest as Shown), seed: at, path: counterexamplePath ?? '' });
    if (path) break;
    left -= tried;
  }
  return found;
}
