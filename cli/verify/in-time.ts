import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for work that hears of the signal itself, and for a while after it; then no longer.
 * @throws the signal's reason where the work does not end by itself
 */
export async function inTime<T>(work: Promise<T>, signal: AbortSignal, graceMs: number): Promise<T> {
  // Nobody may be left to hear of it.
  work.catch(() => undefined);
  const settled = new AbortController();
  try {
    return await Promise.race([work, givingUp(signal, graceMs, settled.signal)]);
  } finally {
    settled.abort();
  }
}

async function givingUp(signal: AbortSignal, graceMs: number, settled: AbortSignal): Promise<never> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true, signal: settled });
    });
  }
  // Ends with the work, and is then heard by nobody.
  await sleep(graceMs, undefined, { signal: settled });
  throw signal.reason;
}
