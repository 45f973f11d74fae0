import { type Fit, Misfit } from '../fit/misfit.ts';
import { text } from '../fit/text.ts';
import type { FieldMapping, Mapping } from '../mapping/contract.ts';
import type { Selection } from '../run/selection.ts';
import type { Cells, Source } from '../source/contract.ts';
import { compileOrigin, compileValue, type Value } from '../transform/compile-value.ts';
import { stepsOf } from '../transform/steps-of.ts';
import type { FileStore } from './store.ts';

/** Columns that are known once the content is. */
export const ASIDE = ['content_type', 'size', 'sha256'] as const;

/** What a row says of its content. */
export interface ContentRules {
  hasBytes(cells: Cells): boolean;
  /** SQL for a piece of its bytes. */
  piece(cells: Cells): (from: number, length: number) => string;
  readonly path: Value;
  /** What it is said to be. */
  readonly type: Value;
}

/** Bytes are not selected with the row, but whether there are any, and then by its key. */
export function contentRules(
  mapping: Mapping,
  selection: Selection,
  key: readonly string[],
  source: Source,
): ContentRules {
  const { fields, from, where } = mapping;
  const bytes = fields.content && sqlOf(fields.content, source);
  const length = bytes === undefined ? undefined : selection.expression(`octet_length(${bytes})`);
  const places = key.map((name) => selection.column(name));
  const rows = 'table' in from ? source.table(from.table) : `(${from.sql})`;
  const only = where === undefined ? '' : ` AND (${where})`;
  return {
    hasBytes: (cells) => length !== undefined && cells[length] !== null,
    piece: (cells) => {
      const same = key.map((name, at) => `${source.name(name)} = ${source.text(String(cells[places[at] as number]))}`);
      return (start, count) =>
        `SELECT substring(${bytes}, ${start}, ${count}) FROM ${rows} AS ${source.name('source')} WHERE ${same.join(' AND ')}${only}`;
    },
    path: plain(fields.path, selection),
    type: plain(fields.contentType, selection),
  };
}

const BAD_NAME = new Misfit('file_name');

/** Names as the file service takes them. */
export function nameFit({ isName }: FileStore): Fit {
  return (name) => (isName(name) ? name : BAD_NAME);
}

function plain(given: FieldMapping | undefined, selection: Selection): Value {
  if (!given) return () => null;
  const fit = text({ min: 0, max: Number.POSITIVE_INFINITY });
  return compileValue(compileOrigin(given, selection), stepsOf(given, { type: 'string' }), given.default ?? null, fit);
}

function sqlOf({ column, sql }: FieldMapping, source: Source): string | undefined {
  return column === undefined ? sql && `(${sql})` : source.name(column);
}
