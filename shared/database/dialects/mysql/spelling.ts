import mysql2 from 'mysql2';
import type { Statement } from '../../contract.ts';

/** A statement as MySQL spells it. */
export interface Spelled {
  /** It inserts what is not there yet, and a key that is taken is no error. */
  readonly unlessThere: boolean;
  /** With `?` for each value; of a list, for each of its members. */
  bind(values: readonly unknown[]): { readonly sql: string; readonly bound: readonly unknown[] };
  /** With the values themselves, escaped. */
  written(values: readonly unknown[]): string;
}

/** Of named statements, by their text. */
const known = new Map<string, Spelled>();

export function spell({ text, name }: Statement): Spelled {
  if (name === undefined) return spellAnew(text);
  let spelled = known.get(text);
  if (!spelled) {
    spelled = spellAnew(text);
    known.set(text, spelled);
  }
  return spelled;
}

const UNLESS_THERE = /\s+ON CONFLICT DO NOTHING\s*$/;

function spellAnew(text: string): Spelled {
  const spelling = text
    .replace(UNLESS_THERE, '')
    .replace(/= ANY\(\$(\d+)\)/g, 'IN ($$$1)')
    .replace(/\$(\d+) \* INTERVAL '1 ms'/g, 'INTERVAL $$$1 * 1000 MICROSECOND');
  // Text and places of values in turn: `SELECT `, `1`, ` FROM …`.
  const pieces = spelling.split(/\$(\d+)/);
  const texts = pieces.filter((_, index) => index % 2 === 0);
  const places = pieces.filter((_, index) => index % 2 === 1).map((place) => Number(place) - 1);
  const plain = texts.join('?');
  const write = (spellOut: (value: unknown) => string, values: readonly unknown[]) =>
    texts.map((text, index) => (index === 0 ? text : spellOut(values[places[index - 1] as number]) + text)).join('');
  return {
    unlessThere: UNLESS_THERE.test(text),
    bind(values) {
      const bound = places.map((place) => values[place] ?? null);
      if (!bound.some(Array.isArray)) return { sql: plain, bound };
      const padded = values.map((value) => (Array.isArray(value) ? pad(value) : value));
      const marks = (value: unknown) => (Array.isArray(value) ? value.map(() => '?').join(', ') : '?');
      return { sql: write(marks, padded), bound: places.flatMap((place) => padded[place] ?? null) };
    },
    written: (values) => write(written, values),
  };
}

/** To the next power of two, by its last member again: few statements do for lists of all lengths. An empty one finds nothing. */
function pad(list: readonly unknown[]): readonly unknown[] {
  const length = list.length < 2 ? 1 : 2 ** Math.ceil(Math.log2(list.length));
  return Array.from({ length }, (_, index) => list[Math.min(index, list.length - 1)] ?? null);
}

function written(value: unknown): string {
  return Array.isArray(value) && value.length === 0 ? 'NULL' : mysql2.escape(value as string);
}
