import type { Scenario } from './scenario/contract.ts';

/** A stretch of time in which the rate goes along a line. */
export interface Slice {
  readonly phase: string;
  /** Not those of the warm-up. */
  readonly counted: boolean;
  readonly startMs: number;
  readonly durationMs: number;
  /** Arrivals a second at its beginning and its end. */
  readonly from: number;
  readonly to: number;
}

export interface Arrival {
  /** From the beginning of the run on. */
  readonly atMs: number;
  readonly slice: Slice;
}

const WARM_UP = 'warm-up';

/** The run as lines, the warm-up first, steps taken apart. */
export function slicesOf({ warmupMs, phases }: Pick<Scenario, 'warmupMs' | 'phases'>): Slice[] {
  const slices: Slice[] = [];
  let startMs = 0;
  const add = (phase: string, durationMs: number, from: number, to: number, counted = true) => {
    if (durationMs > 0) slices.push({ phase, counted, startMs, durationMs, from, to });
    startMs += durationMs;
  };
  const first = phases[0];
  if (first) add(WARM_UP, warmupMs, first.from || first.to, first.from || first.to, false);
  for (const { name, durationMs, from, to, steps } of phases) {
    if (steps < 2) add(name, durationMs, from, to);
    for (let step = 0; steps >= 2 && step < steps; step++) {
      const rate = from + ((to - from) * step) / (steps - 1);
      add(name, durationMs / steps, rate, rate);
    }
  }
  return slices;
}

/**
 * When arrivals are due, whatever becomes of those before. A process of a rate λ(t) is one of rate 1 on the time Λ(t) = ∫λ: what is drawn
 * there, at equal or at exponential distances, is taken back through the inverse of Λ (Çinlar's method), so that ramps are exact.
 * @param random uniform on [0, 1)
 */
export function* arrivalsOf(
  slices: readonly Slice[],
  spread: 'poisson' | 'even',
  random: () => number,
): Iterable<Arrival> {
  const gap = () => (spread === 'even' ? 1 : -Math.log(1 - random()));
  let due = spread === 'even' ? 0 : gap();
  let passed = 0;
  for (const slice of slices) {
    const seconds = slice.durationMs / 1000;
    const area = ((slice.from + slice.to) / 2) * seconds;
    // The sum of many steps is a hair off.
    for (; due < passed + area - 1e-9; due += gap()) {
      yield { atMs: slice.startMs + timeOf(due - passed, slice) * 1000, slice };
    }
    passed += area;
  }
}

/** Seconds after which a slice has had so many arrivals: the root of `a t² + b t = arrivals`, in the form that is exact for a small `a`. */
function timeOf(arrivals: number, { from, to, durationMs }: Slice): number {
  const a = (to - from) / (2 * (durationMs / 1000));
  if (arrivals <= 0) return 0;
  return (2 * arrivals) / (from + Math.sqrt(Math.max(0, from * from + 4 * a * arrivals)));
}
