/** `'…'` in SQL, with what is doubled in it. */
const LITERAL = /'(?:[^']|'')*'/g;
/** `Key (email)=(a@b.c) already exists.`, `Failing row contains (1, a@b.c, …).` of PostgreSQL. */
const ROW = /(=|contains )\(.*\)/gs;

/** A statement without the values that were written into it. */
function withoutValues(sql: string): string {
  return sql.replace(LITERAL, "'?'");
}

/** What a member of an error of a database says of rows, and what a buffer holds, is nobody's who reads logs. */
export function withoutContents(holder: unknown, key: string, value: unknown): unknown {
  const { sql, severity } = Object(holder) as { sql?: unknown; severity?: unknown };
  if (key === 'sql' && typeof value === 'string') return withoutValues(value);
  if (typeof sql === 'string' && /^(?:parameters|bind|values)$/.test(key))
    return `[${Object.keys(value as object).length} values]`;
  if (typeof severity === 'string' && key === 'detail') return String(value).replace(ROW, '$1(…)');
  const { type, data } = Object(value) as { type?: unknown; data?: unknown };
  if (type === 'Buffer' && Array.isArray(data)) return `[${data.length} bytes]`;
  return value;
}
