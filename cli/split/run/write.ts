import { Misfit } from '../fit/misfit.ts';
import type { Chunk, Kept, Row, Target, TargetTable } from '../target/contract.ts';

/**
 * Writes a chunk as one. Rows that the database refuses nevertheless, for what a service has written there or for a constraint that no
 * model knows, are found by halving, and kept aside.
 * @returns the rows that were refused
 */
export async function writeChunk(target: Target, table: TargetTable, chunk: Chunk): Promise<Row[]> {
  try {
    await target.write(table, chunk);
    return [];
  } catch (error) {
    if (!isOfData(error)) throw error;
    return divide(target, table, chunk, error as Error);
  }
}

async function divide(target: Target, table: TargetTable, chunk: Chunk, error: Error): Promise<Row[]> {
  const { inserts, updates, kept, ...rest } = chunk;
  const all = [...inserts, ...updates];
  if (all.length === 0) throw error;
  if (all.length === 1) {
    const refused = all.map((row) => keptFor(row, error));
    await target.write(table, { ...rest, inserts: [], updates: [], kept: [...kept, ...refused] });
    return all;
  }
  const middle = Math.ceil(all.length / 2);
  const isInsert = new Set(inserts);
  const part = (rows: readonly Row[], with_: readonly Kept[]): Chunk => ({
    ...rest,
    inserts: rows.filter((row) => isInsert.has(row)),
    updates: rows.filter((row) => !isInsert.has(row)),
    kept: with_,
  });
  const first = await writeChunk(target, table, part(all.slice(0, middle), kept));
  return [...first, ...(await writeChunk(target, table, part(all.slice(middle), [])))];
}

function keptFor({ key }: Row, { message }: Error): Kept {
  const { code } = new Misfit('refused');
  return { key, why: [{ field: '', code, detail: message }], row: {} };
}

/** Error classes of SQLSTATE that are about values: data exceptions and violated constraints. */
const OF_DATA = /^2[23]/;

function isOfData(error: unknown): boolean {
  const { code, sqlState } = error as { code?: unknown; sqlState?: unknown };
  // MySQL has a state of its own only for some; the general one is HY000.
  const state = typeof sqlState === 'string' ? sqlState : String(code);
  return OF_DATA.test(state) || MYSQL_OF_DATA.has((error as { errno?: number }).errno ?? 0);
}

/** ER_CHECK_CONSTRAINT_VIOLATED of MySQL and MariaDB, ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, WARN_DATA_TRUNCATED. */
const MYSQL_OF_DATA: ReadonlySet<number> = new Set([3819, 4025, 1366, 1265]);
