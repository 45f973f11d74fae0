import type { Backfill } from './contract.ts';
import { keyOf } from './statements.ts';
import type { WalkedTable } from './tables/contract.ts';

/** A column of the key. */
export interface KeyColumn {
  readonly name: string;
  readonly type: string;
}

/** There is no such table or column: what takes back half a way up passes it over. */
export class NothingThere extends Error {}

/**
 * The columns that rows are walked by, for which there has to be an index, and no null: each batch would read the whole table, and
 * such rows would never come.
 * @throws Error that says what is the matter
 */
export function walkedKey(work: Backfill, table: WalkedTable | undefined, unfit: RegExp): KeyColumn[] {
  if (!table) throw new NothingThere(`Its backfill is for ${work.table}, and there is no such table.`);
  const key = keyOf(work);
  const columns = key.map((name) => {
    const column = table.columns.find((each) => each.name === name);
    if (!column)
      throw new NothingThere(`Its backfill walks ${work.table} by ${name}, which it does not have${other(table)}.`);
    if (column.nullable) throw wrong(work, `${name} may be null, and rows without it would be left out`, table);
    if (unfit.test(column.type))
      throw wrong(work, `${name} is of a type that cannot be walked by, ${column.type}`, table);
    return column;
  });
  if (!table.indexes.some((index) => key.every((name, at) => index.columns[at] === name))) {
    throw wrong(work, `no index begins with ${key.join(', ')}`, table);
  }
  return columns;
}

function wrong({ table: name }: Backfill, reason: string, table: WalkedTable): Error {
  return new Error(`Its backfill cannot walk ${name}: ${reason}${other(table)}.`);
}

function other({ indexes }: WalkedTable): string {
  const primary = indexes.find((index) => index.primary)?.columns;
  if (!primary) return '; it has no primary key, so walk it by columns of another index that are not null';
  const key = primary.map((column) => `'${column}'`).join(', ');
  return `; its primary key would do: key: ${primary.length === 1 ? key : `[${key}]`}`;
}
