/** The time since `started` (a `performance.now()`): `40 ms`, `0.3 s`, `2 min 5 s`. */
export function duration(started: number): string {
  const milliseconds = performance.now() - started;
  if (milliseconds < 100) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
