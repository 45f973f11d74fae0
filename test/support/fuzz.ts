import type fc from 'fast-check';
import { LONG } from './long.ts';

/** `FUZZ_SEED` repeats a run; a failing one tells its seed. */
const seed = Number(process.env.FUZZ_SEED || Date.now() % 2 ** 31);

/** How often a property is tried, and from where; the long form tries fifty times as often. */
export function runs(short: number): fc.Parameters<unknown> {
  return { seed, numRuns: LONG ? short * 50 : short };
}

/** Says in the output what a fuzz run was. */
export function told(what: string, count: number): void {
  process.stderr.write(`fuzz: ${count} ${what}, FUZZ_SEED=${seed}\n`);
}
