/** With AURORA_DEBUG=1: what has been reached, and how long after the start of this process. */
export function mark(reached: string): void {
  if (process.env.AURORA_DEBUG !== '1') return;
  process.stderr.write(`${Math.round(performance.now()).toString().padStart(6)} ms  ${reached}\n`);
}
