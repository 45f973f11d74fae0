/** A statement without its values, which may be of the moment or nobody's business: `INSERT INTO t VALUES (?, ?)`. */
export function formOf(sql: string): string {
  return sql
    .replace(/'(?:[^'\\]|\\.|'')*'/g, '?')
    .replace(/\b\d+(?:\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .trim();
}
