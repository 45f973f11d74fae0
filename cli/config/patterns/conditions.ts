const LOOKAROUND = /^\(\?<?[=!]/;
const NAMED = /^\(\?<(\w+)>/;
const REFERENCE = /^\\(?:k<(\w+)>|([1-9]\d*))/;

/**
 * A wider pattern without what cannot be turned round: lookarounds and boundaries of words go, and a back reference becomes
 * its group once more. What is drawn from it has to be tried against the pattern itself.
 */
export function withoutConditions(pattern: string): string {
  const groups = new Map<string, string>();
  const open: { readonly names: readonly string[]; readonly from: number }[] = [];
  let capturing = 0;
  let wider = '';
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const token = tokenAt(rest);
    at += token.length;
    if (LOOKAROUND.test(token) || /^\\[bB]$/.test(token)) continue;
    const reference = REFERENCE.exec(token);
    if (reference) {
      wider += `(?:${groups.get(reference[1] ?? reference[2] ?? '') ?? ''})`;
      continue;
    }
    if (token === '(' || token.startsWith('(?')) {
      const name = NAMED.exec(token)?.[1];
      const isCapturing = token === '(' || name !== undefined;
      if (isCapturing) capturing++;
      open.push({ names: isCapturing ? [String(capturing), ...(name ? [name] : [])] : [], from: wider.length });
    }
    wider += token;
    if (token === ')') {
      const { names, from } = open.pop() ?? { names: [], from: 0 };
      for (const each of names) groups.set(each, wider.slice(from).replace(NAMED, '('));
    }
  }
  return wider;
}

/** An escape, a class, a whole lookaround, the beginning of a group, or one character. */
function tokenAt(rest: string): string {
  const reference = REFERENCE.exec(rest)?.[0];
  if (reference) return reference;
  if (rest.startsWith('\\')) return rest.slice(0, 2);
  if (rest.startsWith('[')) return /^\[(?:\\.|[^\]\\])*\]/su.exec(rest)?.[0] ?? rest;
  if (LOOKAROUND.test(rest)) return balanced(rest);
  return /^\(\?(?:<\w+>|[a-z-]*:)/.exec(rest)?.[0] ?? rest.slice(0, 1);
}

/** From an opening parenthesis to the one that closes it. */
function balanced(text: string): string {
  let depth = 0;
  let at = 0;
  do {
    const token = at === 0 ? '(' : tokenAt(text.slice(at));
    if (token === ')') depth--;
    else if (token === '(' || (token.startsWith('(?') && !LOOKAROUND.test(token))) depth++;
    at += token.length;
  } while (depth > 0 && at < text.length);
  return text.slice(0, at);
}
