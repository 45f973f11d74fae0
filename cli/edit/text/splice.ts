/** A change of a text: `text` instead of what stands from one offset to another. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with the changes made; what lies within another change goes with that one, and all else stays as it is. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { from, to, text: replacement } of splices.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (from < done) {
      if (to > done) throw new Error(`Changes overlap at ${from}`);
      continue;
    }
    parts.push(text.slice(done, from), replacement);
    done = to;
  }
  return [...parts, text.slice(done)].join('');
}
