import { isUtf8 } from 'node:buffer';
import { type Cell, type Cells, Malformed } from './contract.ts';

/** Rows of PostgreSQL's COPY in its text format (documentation of COPY, "Text Format"). */
export function parseCopy(bytes: Buffer): Cells[] {
  // Nearly always: all of it is looked at once, and no value by itself.
  const wellFormed = isUtf8(bytes);
  const text = bytes.toString(wellFormed ? 'utf8' : 'latin1');
  const rows: Cells[] = [];
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    rows.push(cellsOf(text.slice(start, end), wellFormed));
    start = end + 1;
  }
  return rows;
}

function cellsOf(line: string, wellFormed: boolean): Cells {
  const cells: Cell[] = line.split('\t');
  const escaped = line.includes('\\');
  if (!escaped && (wellFormed || !NOT_ASCII.test(line))) return cells;
  for (let at = 0; at < cells.length; at++) {
    let cell = cells[at] as string;
    if (cell === '\\N') {
      cells[at] = null;
      continue;
    }
    if (escaped && cell.includes('\\')) cell = cell.replace(ESCAPE, unescaped);
    cells[at] = wellFormed || !NOT_ASCII.test(cell) ? cell : textOf(Buffer.from(cell, 'latin1'));
  }
  return cells;
}

const NOT_ASCII = /[\x80-\xff]/;
const textOf = (bytes: Buffer): Cell => (isUtf8(bytes) ? bytes.toString('utf8') : new Malformed(bytes));

const ESCAPE = /\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)/gs;
const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function unescaped(_: string, what: string): string {
  const letter = LETTERS[what];
  if (letter !== undefined) return letter;
  if (what.length === 1 && (what < '0' || what > '7')) return what;
  return String.fromCharCode(what[0] === 'x' ? Number.parseInt(what.slice(1), 16) : Number.parseInt(what, 8));
}

const SPECIAL = /[\\\n\r\t]/;
const ALL_SPECIAL = /[\\\n\r\t]/g;
const WRITTEN: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value as COPY wants it. */
export function copied(text: string | null): string {
  if (text === null) return '\\N';
  return SPECIAL.test(text) ? text.replace(ALL_SPECIAL, (character) => WRITTEN[character] as string) : text;
}
