export interface SqlDescription {
  /** What it does to which table, e.g. `SELECT orders`. */
  readonly name: string;
  readonly attributes: { readonly 'db.operation.name': string; readonly 'db.collection.name'?: string };
}

/** The first that does something: what a `WITH` only prepares does not count, unless it writes. */
const OPERATION = /\b(?:SELECT|INSERT|UPDATE|DELETE)\b/i;
/** `FOR UPDATE` is a lock. */
const WRITE = /(?<!\bFOR\s+(?:NO\s+KEY\s+)?)\b(?:INSERT|UPDATE|DELETE)\b/i;
const TABLE = /\b(?:FROM|INTO|UPDATE)\s+(?:ONLY\s+)?["`]?([\p{L}_][\p{L}\p{N}_$.-]*)/iu;
/** Statements are few: what is listed by many filters makes the most. */
const MOST = 1_000;

const known = new Map<string, SqlDescription>();

/** What a statement does, without reading more of SQL than that takes. */
export function describeSql(text: string): SqlDescription {
  const found = known.get(text);
  if (found !== undefined) return found;
  const description = describe(text);
  // Sequelize's have values in them, each its own.
  if (text.length < 1_000 && known.size < MOST) known.set(text, description);
  return description;
}

function describe(text: string): SqlDescription {
  const found = (/^\s*WITH\b/i.test(text) && WRITE.exec(text)) || OPERATION.exec(text);
  if (!found) {
    const word = /^\s*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? 'SQL';
    return { name: word, attributes: { 'db.operation.name': word } };
  }
  const operation = found[0].toUpperCase();
  const table = TABLE.exec(text.slice(found.index))?.[1];
  if (table === undefined) return { name: operation, attributes: { 'db.operation.name': operation } };
  return {
    name: `${operation} ${table}`,
    attributes: { 'db.operation.name': operation, 'db.collection.name': table },
  };
}
