/** What somebody probably meant: the candidate that the fewest typing slips lead to, if they are few for its length. */
export function nearest(typed: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const allowed = Math.max(1, Math.floor(candidate.length / 3));
    if (Math.abs(candidate.length - typed.length) > allowed) continue;
    const slips = distance(typed.toLowerCase(), candidate.toLowerCase());
    if (slips <= allowed && slips < fewest) {
      best = candidate;
      fewest = slips;
    }
  }
  return best;
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
function distance(from: string, to: string): number {
  let twoBack: number[] = [];
  let oneBack = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = at(oneBack, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(oneBack, column) + 1,
          at(current, column - 1) + 1,
          replaced,
          row > 1 && column > 1 && swapped ? at(twoBack, column - 2) + 1 : replaced,
        ),
      );
    }
    twoBack = oneBack;
    oneBack = current;
  }
  return at(oneBack, to.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
