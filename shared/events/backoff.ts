const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** Milliseconds to wait before the nth attempt to reach something that is away (n counts from 1). */
export function backoff(attempt: number): number {
  return jittered(Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
}

/** A fifth more or less, so that those who wait for the same thing do not all ask at once. */
export function jittered(ms: number): number {
  return ms * (0.8 + Math.random() * 0.4);
}
