import type { Backfill } from './contract.ts';

/** The column(s) that rows are walked by. */
export function keyOf({ key = 'id' }: Backfill): readonly string[] {
  return typeof key === 'string' ? [key] : key;
}

/** What a batch does, but for which rows are its own. */
export function batchStatement(work: Backfill, quote: (name: string) => string): string {
  const { table, set, where } = work;
  const rows = where === undefined ? '' : ` WHERE (${where})`;
  return `UPDATE ${quote(table)} SET ${set}${rows} /* in batches by ${keyOf(work).join(', ')} */`;
}
