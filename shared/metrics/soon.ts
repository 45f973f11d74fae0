/**
 * An answer, or undefined where it takes longer than `ms`; it is not broken off. Rejects as the answer does. A process that was busy
 * for longer than that hears first what has come meanwhile: timers are due before the network is looked at.
 */
export async function soon<T>(ms: number, answer: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => setImmediate(() => resolve(undefined)), ms);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
