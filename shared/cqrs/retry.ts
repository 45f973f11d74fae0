import { Problem } from '../errors/index.ts';

/** Rounds that a change is tried when others change the same resource at the same moment. */
const ATTEMPTS = 5;

/**
 * Repeats read-change-write until its guarded write goes through.
 * @param attempt answers undefined when another change came between
 * @throws Problem `conflict` after five lost rounds
 */
export async function untilWritten<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let round = 0; round < ATTEMPTS; round++) {
    const written = await attempt();
    if (written !== undefined) return written;
  }
  throw new Problem('conflict', { detail: 'Others keep changing this resource. Try again in a moment.' });
}
