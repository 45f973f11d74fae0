import { NotUnderstood } from '../not-understood.ts';

export interface Token {
  /** `name` is quoted and never a keyword; a `word` may be one. */
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'sign';
  readonly text: string;
}

/** Each alternative is one kind of token; what MySQL executes of its comments, `/*!50003 …`, counts as if it were none. */
const TOKEN =
  /(?<space>\s+|--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?!!|M!)[\s\S]*?\*\/|\/\*M?!\d*|\*\/)|`(?<back>(?:[^`]|``)*)`|"(?<double>(?:[^"]|"")*)"|(?<string>(?:\b[nbx]|_\w+\s*)?'(?:[^'\\]|\\[\s\S]|'')*')|(?<number>\d+(?:\.\d*)?(?:e[+-]?\d+)?(?![\w$])|\.\d+)|(?<word>@{0,2}[\p{L}\p{N}_$]+)|(?<sign>[^\s\w'"`])/iuy;

/** The words of MySQL's and MariaDB's language. Double quotes are around names, as in every session of Aurora (ANSI_QUOTES). */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < sql.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(sql)?.groups;
    if (!groups) throw new NotUnderstood(`Nothing begins with ${sql.slice(at, at + 10)}.`);
    const { space, back, double, string, number, word, sign } = groups;
    if (space !== undefined) continue;
    const name = back?.replaceAll('``', '`') ?? double?.replaceAll('""', '"');
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'sign', text: sign as string });
  }
  return tokens;
}
