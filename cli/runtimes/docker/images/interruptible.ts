import { AuroraError } from '../../../errors.ts';

/** What fails because it was called off says so. @throws AuroraError `interrupted` */
export async function interruptible<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!signal?.aborted) throw cause;
    throw new AuroraError('interrupted', 'Stopped in the middle of its images.', { exit: 'interrupted', cause });
  }
}
