import { fitsOnLine } from './width.ts';

/**
 * Lays code out as the formatter would: on one line where it fits, else as it stands.
 * Templates write the broken form, one item a line; where the formatter has a third form (a call whose last argument
 * hugs the parentheses), they give that first and the fully broken one after it.
 */
export function fitLine(...forms: readonly [string, ...string[]]): string {
  const flat = joinLines(forms[0]);
  if (fitsOnLine(flat)) return flat;
  return forms.find(isWithinWidth) ?? (forms.at(-1) as string);
}

function isWithinWidth(text: string): boolean {
  return text.split('\n').every(fitsOnLine);
}

/** Undoes the line breaks of the formatter: trailing commas go, braces keep a space, brackets do not. */
function joinLines(broken: string): string {
  const [first = '', ...rest] = broken.split('\n');
  return rest.reduce((joined, line) => {
    const next = line.trimStart();
    if (next.startsWith('}')) return joined.endsWith('{') ? joined + next : `${joined.replace(/[,;]$/, '')} ${next}`;
    if (/^[)\]>]/.test(next)) return joined.replace(/,$/, '') + next;
    if (/[([<]$/.test(joined) || /^\.(?!\.)/.test(next)) return joined + next;
    // A union that stands on lines of its own has a bar before its first member too.
    if (/[:=]$/.test(joined) && next.startsWith('| ')) return `${joined} ${next.slice(2)}`;
    return `${joined} ${next}`;
  }, first);
}
