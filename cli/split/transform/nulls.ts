import type { Step } from './step.ts';

/** What stands for nothing becomes null. */
export function nulls(texts: readonly string[]): Step {
  const nothing = new Set(texts);
  return (text) => (nothing.has(text) ? null : text);
}
