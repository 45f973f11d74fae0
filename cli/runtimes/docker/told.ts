import { engineLost, engineRefused, isLost, statusOf } from './engine.ts';

/** An engine that is not there, goes away in the middle, or cannot do something, is nobody's defect. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw understood(error);
  }
}

/** What such an error means to a person; any other as it is. */
export function understood(error: unknown): unknown {
  if (isLost(error)) return engineLost(error as Error);
  return statusOf(error) === undefined ? error : engineRefused(error as Error);
}
