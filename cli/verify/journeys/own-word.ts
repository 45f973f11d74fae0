import { CheckFailed } from '../outcome.ts';

/** What this side has said to a client of the fleet, which tells it as a failure of the other. */
export function ownWord(error: unknown): CheckFailed | undefined {
  for (let each = error; each !== undefined && each !== null; each = (each as Error).cause) {
    if (each instanceof CheckFailed) return each;
  }
  return undefined;
}
