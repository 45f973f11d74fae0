import { setTimeout as pause } from 'node:timers/promises';

/** Waits until `condition` holds (a result that is neither false nor undefined), looking every 10 ms. */
export async function until<T>(
  condition: () => T | Promise<T>,
  { withinMs = 10_000 }: { withinMs?: number } = {},
): Promise<Exclude<T, false | undefined>> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const result = await condition();
    if (result !== false && result !== undefined) return result as Exclude<T, false | undefined>;
    if (performance.now() > endsAt) throw new Error(`not so within ${withinMs} ms: ${condition}`);
    await pause(10);
  }
}
