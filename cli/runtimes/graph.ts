/** A node of a plan: what it is called, and the titles of what must be done before. */
export interface GraphStep {
  readonly title: string;
  readonly after: readonly string[];
}

/**
 * Carries out a plan: every step begins as soon as all those before it are done. When one fails nothing new begins,
 * what is under way is awaited, and the first error is thrown. A step stands behind those it waits for.
 */
export async function runGraph<S extends GraphStep>(
  steps: readonly S[],
  run: (step: S) => Promise<void>,
): Promise<void> {
  const outcomes = new Map<string, Promise<void>>();
  let failure: { error: unknown } | undefined;

  const begin = async (step: S, before: readonly Promise<void>[]): Promise<void> => {
    await Promise.all(before);
    if (failure) return;
    try {
      await run(step);
    } catch (error) {
      failure ??= { error };
    }
  };
  for (const step of steps) {
    const before = step.after.map((title) => {
      const outcome = outcomes.get(title);
      if (!outcome) throw new RangeError(`step "${step.title}" waits for "${title}", which is not before it`);
      return outcome;
    });
    outcomes.set(step.title, begin(step, before));
  }
  await Promise.all(outcomes.values());
  if (failure) throw failure.error;
}
