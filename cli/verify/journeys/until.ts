import { setTimeout as sleep } from 'node:timers/promises';
import { CheckFailed } from '../outcome.ts';

const PATIENCE_MS = 10_000;
const POLL_MS = 50;

/**
 * Looks again until something is there.
 * @throws CheckFailed, with what was wrong the last time
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  signal: AbortSignal,
  withinMs = PATIENCE_MS,
): Promise<Exclude<T, undefined | null | false>> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    let error: unknown;
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) {
        return found as Exclude<T, undefined | null | false>;
      }
    } catch (cause) {
      error = cause;
    }
    signal.throwIfAborted();
    if (performance.now() > endsAt) {
      const last = error === undefined ? '' : `; the last time: ${(error as Error).message}`;
      throw new CheckFailed(`${what}: not so within ${withinMs} ms${last}`);
    }
    await sleep(POLL_MS);
  }
}
