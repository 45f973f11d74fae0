import { type MergeTask, merge } from '../../generate/reconcile/merge.ts';

/**
 * A three-way merge word by word: names change in the middle of lines that somebody has edited elsewhere. Where both sides
 * changed the same words, those of `ours` stay.
 */
export function mergeWords({ path, base, ours, theirs }: MergeTask & { readonly base: string }): string {
  const { text } = merge({ path, base: split(base), ours: split(ours), theirs: split(theirs) }, ['--ours']);
  return text.replaceAll('\n', '').replaceAll(ESCAPED, (escaped) => MEANT.get(escaped) ?? escaped);
}

/** One word, or one other character, a line. */
function split(text: string): string {
  const words = text.match(/\w+|\W/gu) ?? [];
  return words.map((word) => `${ESCAPES.get(word) ?? word}\n`).join('');
}

/** In a list of lines, line ends are words like others. */
const ESCAPES = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\\', '\\\\'],
]);
const MEANT = new Map([...ESCAPES].map(([meant, escaped]) => [escaped, meant]));
const ESCAPED = /\\[nr\\]/g;
