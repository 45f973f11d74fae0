import { Misfit } from '../fit/misfit.ts';
import type { KeySet } from '../keys/key-set.ts';
import type { Chunk, Kept, Row, Target, TargetTable } from '../target/contract.ts';
import type { Compared } from './compare.ts';
import type { Counts } from './counts.ts';

/** What the database itself refused of a chunk. */
export interface Refused {
  /** New rows, which are kept aside now. */
  readonly inserts: readonly Row[];
  /** Changes, whose rows stand there as they were: a value may be free once other rows have changed or gone. */
  readonly updates: readonly Row[];
}

export const NOTHING: Refused = { inserts: [], updates: [] };

/**
 * Writes a chunk as one. What the database refuses nevertheless, for what a service has written there or for a constraint that no model
 * knows, is found by halving.
 */
export async function writeChunk(target: Target, table: TargetTable, chunk: Chunk): Promise<Refused> {
  try {
    await target.write(table, chunk);
    return NOTHING;
  } catch (error) {
    if (!isOfData(error)) throw error;
    return divide(target, table, chunk, error as Error);
  }
}

async function divide(target: Target, table: TargetTable, chunk: Chunk, error: Error): Promise<Refused> {
  const { inserts, updates, kept, ...rest } = chunk;
  const all = [...inserts, ...updates];
  if (all.length === 0) throw error;
  if (all.length === 1) {
    const aside = [...kept, ...inserts.map((row) => keptFor(row, error))];
    if (aside.length > 0) await target.write(table, { ...rest, inserts: [], updates: [], kept: aside });
    return { inserts, updates };
  }
  const middle = Math.ceil(all.length / 2);
  const isInsert = new Set(inserts);
  const part = (rows: readonly Row[], aside: readonly Kept[]): Chunk => ({
    ...rest,
    inserts: rows.filter((row) => isInsert.has(row)),
    updates: rows.filter((row) => !isInsert.has(row)),
    kept: aside,
  });
  const first = await writeChunk(target, table, part(all.slice(0, middle), kept));
  const second = await writeChunk(target, table, part(all.slice(middle), []));
  return { inserts: [...first.inserts, ...second.inserts], updates: [...first.updates, ...second.updates] };
}

function keptFor({ key }: Row, { message }: Error): Kept {
  const { code } = new Misfit('refused');
  return { key, why: [{ field: '', code, detail: message }], row: {} };
}

/** Counts what became of the rows of a chunk, and forgets the keys of those that are not there. */
export function account(
  counts: Counts,
  { inserts, updates, unchanged, conflicts }: Compared,
  kept: readonly Kept[],
  refused: Refused,
  own: KeySet,
): void {
  for (const { key } of refused.inserts) own.delete(key);
  counts.inserted += inserts.length - refused.inserts.length;
  counts.updated += updates.length - refused.updates.length;
  counts.unchanged += unchanged;
  counts.conflicts += conflicts.length + refused.updates.length;
  counts.migrated += inserts.length + updates.length + unchanged + conflicts.length - refused.inserts.length;
  counts.quarantined += kept.length + refused.inserts.length;
  if (refused.inserts.length > 0) counts.reasons.refused = (counts.reasons.refused ?? 0) + refused.inserts.length;
}

/** Error classes of SQLSTATE that are about values: data exceptions and violated constraints. */
const OF_DATA = /^2[23]/;

/** Whether it is about values, and not about the database. */
export function isOfData(error: unknown): boolean {
  const { code, sqlState } = error as { code?: unknown; sqlState?: unknown };
  // MySQL has a state of its own only for some; the general one is HY000.
  const state = typeof sqlState === 'string' ? sqlState : String(code);
  return OF_DATA.test(state) || MYSQL_OF_DATA.has((error as { errno?: number }).errno ?? 0);
}

/** ER_CHECK_CONSTRAINT_VIOLATED of MySQL and MariaDB, ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, WARN_DATA_TRUNCATED. */
const MYSQL_OF_DATA: ReadonlySet<number> = new Set([3819, 4025, 1366, 1265]);
