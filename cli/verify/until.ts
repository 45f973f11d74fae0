import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** Looks again and again until nothing is missing any more; what is still missing when the time is over, else null. */
export async function missingAfter<T>(
  withinMs: number,
  signal: AbortSignal,
  look: () => Promise<T | null>,
): Promise<T | null> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const missing = await look();
    if (missing === null || performance.now() > endsAt) return missing;
    await sleep(POLL_MS, undefined, { signal });
  }
}
