/** Work that begins once there is room for it. */
export interface Task {
  /** Places that it takes. */
  readonly places: number;
  run(): Promise<void>;
}

/** Begins tasks in their order, each as soon as there is room for it, and ends with the last of them. */
export async function sideBySide(tasks: readonly Task[], places: number): Promise<void> {
  const running = new Set<Promise<void>>();
  let free = places;
  for (const task of tasks) {
    const needed = Math.min(task.places, places);
    while (free < needed) await Promise.race(running);
    free -= needed;
    const run = task.run().finally(() => {
      free += needed;
      running.delete(run);
    });
    running.add(run);
  }
  await Promise.all(running);
}
