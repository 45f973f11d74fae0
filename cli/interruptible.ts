import { AuroraError } from './errors.ts';

/**
 * What fails because it was called off says so.
 * @param stopped what has become of it, in a sentence
 * @throws AuroraError `interrupted`
 */
export async function interruptible<T>(
  signal: AbortSignal | undefined,
  stopped: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!signal?.aborted) throw cause;
    throw new AuroraError('interrupted', stopped, { exit: 'interrupted', cause });
  }
}
