import type { FieldConfig } from '../draft.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

/** MySQL and MariaDB, InnoDB's pages of 16 KiB: bytes of a row, of its part on a page, of keys. */
const ROW_BYTES = 65_535;
const PAGE_BYTES = 8_126;
const KEYS = 64;
/** id, version, the times and what InnoDB adds. */
const OWN_BYTES = 226;
/** A column of more than 255 bytes can lie outside of the page; this much of it stays. */
const OUTSIDE = 40;

/** What PostgreSQL can keep and MySQL and MariaDB cannot. */
export const rows: Rule = function* (draft) {
  const engine = draft.infrastructure?.database?.engine ?? 'postgres';
  if (engine === 'postgres') return;
  const product = engine === 'mysql' ? 'MySQL' : 'MariaDB';
  for (const entity of entitiesOf(draft)) {
    const fields = [...fieldsOf(entity)].map(({ field }) => field);
    const widths = fields.map(widthOf);
    const row = sum(widths.filter(Number.isFinite)) + OWN_BYTES;
    const page = sum(widths.map((width) => (width > 255 ? OUTSIDE : width))) + OWN_BYTES;
    const keys =
      fields.filter(({ unique, references, many }) => unique || (references !== undefined && many !== true)).length + 1;
    const told = { path: [...entity.path, 'fields'], at: 'key', code: 'row_too_large' } as const;
    if (row > ROW_BYTES) {
      const message = `strings of \`${entity.name}\` may come to ${row} bytes, and a row of ${product} has ${ROW_BYTES}: make the longest ones \`text\``;
      yield { ...told, message };
    } else if (page > PAGE_BYTES) {
      const message = `fields of \`${entity.name}\` may come to ${page} bytes, and ${product} keeps ${PAGE_BYTES} of a row together: give short strings a \`maxLength\` of 64 and more, which may lie apart`;
      yield { ...told, message };
    } else if (keys > KEYS) {
      const message = `\`${entity.name}\` has ${keys} unique fields and references, and ${product} takes ${KEYS} keys`;
      yield { ...told, message };
    }
  }
};

/** Bytes of a column at most, four a character. */
function widthOf({ type, references, many, maxLength }: FieldConfig): number {
  if (many === true) return 0;
  if (references !== undefined) return UUID_BYTES;
  if (type === 'text' || type === 'json') return Number.POSITIVE_INFINITY;
  if (type === 'string') return 4 * (typeof maxLength === 'number' ? maxLength : 255) + 2;
  return 8;
}

const UUID_BYTES = 4 * 36 + 1;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
