/** How somebody resolves conflicts: a side, or all that is there. */
export type Resolution = 'yours' | 'theirs' | 'both';

const OPENING = '<<<<<<< yours';
const BASE = '||||||| generated before';
const MIDDLE = '=======';
const CLOSING = '>>>>>>> generated now';

export function isMarked(lines: readonly string[]): boolean {
  return lines.includes(OPENING);
}

/** As an editor's merge tool does it, for every conflict of a file. */
export function resolve(lines: readonly string[], resolution: Resolution): string[] {
  let side: 'yours' | 'base' | 'theirs' | null = null;
  return lines.filter((line) => {
    if (line === OPENING) side = 'yours';
    else if (side !== null && line === BASE) side = 'base';
    else if (side !== null && line === MIDDLE) side = 'theirs';
    else if (side !== null && line === CLOSING) side = null;
    else return side === null || side === resolution || (resolution === 'both' && side !== 'base');
    return false;
  });
}
