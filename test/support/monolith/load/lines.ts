import type { Cell, Column, Made } from '../contract.ts';

/** Rows whose lines are joined before they are sent. */
const AT_ONCE = 2_000;
const ESCAPED: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\\0' };

/** Rows as lines of the text format that COPY and LOAD DATA share: tabs between cells, `\N` for nothing. */
export function* linesOf(
  rows: Iterable<Made>,
  columns: readonly Column[],
  charsetOf: (column: Column) => BufferEncoding,
  hexadecimal: string,
): Generator<Buffer> {
  const charsets = columns.map(charsetOf);
  let lines: string[] = [];
  for (const { cells } of rows) {
    lines.push(
      cells.map((cell, at) => spell(cell, columns[at]?.blob, charsets[at] as BufferEncoding, hexadecimal)).join('\t'),
    );
    if (lines.length < AT_ONCE) continue;
    yield Buffer.from(`${lines.join('\n')}\n`, 'latin1');
    lines = [];
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`, 'latin1');
}

/** One character for each byte. */
function spell(cell: Cell, isBlob: true | undefined, charset: BufferEncoding, hexadecimal: string): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell !== 'string') return isBlob ? hexadecimal + cell.toString('hex') : escaped(cell.toString('latin1'));
  return escaped(/^[\0-\x7f]*$/.test(cell) ? cell : Buffer.from(cell, charset).toString('latin1'));
}

function escaped(text: string): string {
  return /[\\\t\n\r\0]/.test(text) ? text.replace(/[\\\t\n\r\0]/g, (character) => ESCAPED[character] as string) : text;
}
