import type { LogLine } from './contract.ts';

/** Of each service only the last so many lines, in the order in which they came; all where there is no number. Null is passed on. */
export function* lastLinesOf<T extends LogLine>(
  lines: Iterable<T | null>,
  count: number | undefined,
): Generator<T | null> {
  if (count === undefined) return yield* lines;
  const kept = new Map<string, { readonly at: number; readonly line: T }[]>();
  let at = 0;
  for (const line of lines) {
    if (line === null) {
      yield null;
      continue;
    }
    const last = kept.get(line.service) ?? [];
    kept.set(line.service, last);
    last.push({ at: at++, line });
    if (last.length > count) last.shift();
  }
  for (const { line } of [...kept.values()].flat().sort((a, b) => a.at - b.at)) yield line;
}
