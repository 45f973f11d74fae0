import { type Dialect, quote } from '../dialect.ts';
import type { Backfill } from './contract.ts';

/** A row that rows come after: a literal for each column of the key. */
export type Bound = readonly string[];

/** The column(s) that rows are walked by. */
export function keyOf({ key = 'id' }: Backfill): readonly string[] {
  return typeof key === 'string' ? [key] : key;
}

export function tableOf({ table }: Backfill, dialect: Dialect): string {
  return table
    .split('.')
    .map((part) => quote(dialect, part))
    .join('.');
}

/** What a batch does, but for which rows are its own. */
export function batchStatement(work: Backfill, dialect: Dialect): string {
  return `${update(work, dialect)}${where([needing(work)])} /* in batches by ${keyOf(work).join(', ')} */`;
}

/** What a batch does to the rows after one and up to another. */
export function rangeStatement(work: Backfill, dialect: Dialect, after: Bound | undefined, upTo: Bound): string {
  const range = [after && compare(work, dialect, '>', after), compare(work, dialect, '<=', upTo)];
  return `${update(work, dialect)}${where([...range, needing(work)])}`;
}

/** The keys of so many rows after one. */
export function nextKeys(work: Backfill, dialect: Dialect, after: Bound | undefined, rows: number): string {
  const list = columnsOf(work, dialect).join(', ');
  const condition = where([after && compare(work, dialect, '>', after)]);
  return `SELECT ${list} FROM ${tableOf(work, dialect)}${condition} ORDER BY ${list} LIMIT ${rows}`;
}

/** One row that still needs it. */
export function anyNeeding(work: Backfill, dialect: Dialect): string {
  return `SELECT 1 FROM ${tableOf(work, dialect)}${where([needing(work)])} LIMIT 1`;
}

function update(work: Backfill, dialect: Dialect): string {
  return `UPDATE ${tableOf(work, dialect)} SET ${work.set}`;
}

function columnsOf(work: Backfill, dialect: Dialect): string[] {
  return keyOf(work).map((column) => quote(dialect, column));
}

function needing(work: Backfill): string | undefined {
  return work.where === undefined ? undefined : `(${work.where})`;
}

function where(conditions: readonly (string | undefined)[]): string {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? '' : ` WHERE ${given.join(' AND ')}`;
}

/** Each finds a range of an index only in its own way: PostgreSQL compares rows, MariaDB column by column. */
function compare(work: Backfill, dialect: Dialect, operator: '>' | '<=', bound: Bound): string {
  const columns = columnsOf(work, dialect);
  if (dialect === 'postgres') return `(${columns.join(', ')}) ${operator} (${bound.join(', ')})`;
  const terms = columns.map((column, index) => {
    const same = columns.slice(0, index).map((earlier, at) => `${earlier} = ${bound[at]}`);
    const own = index === columns.length - 1 ? operator : operator.charAt(0);
    return [...same, `${column} ${own} ${bound[index]}`].join(' AND ');
  });
  return `(${terms.join(' OR ')})`;
}
