import { setTimeout as pause } from 'node:timers/promises';
import { type Dialect, quote } from '../dialect.ts';
import type { Pace } from '../pace.ts';
import { batchSize, restAfter } from './batch-size.ts';
import type { Backfill } from './contract.ts';
import { type KeyColumn, walkedKey } from './key.ts';
import { type BackfillProgress, progressOf } from './progress.ts';
import { anyNeeding, nextKeys, rangeStatement } from './statements.ts';
import type { Select, Tables } from './tables/contract.ts';

/** How far it has come, as it is written down with each batch. */
export interface Position {
  /** The key of the last row that was walked, as text; absent: none was. */
  readonly after?: readonly string[];
  /** Walked. */
  readonly rows: number;
  /** How many there were, about, when it began. */
  readonly of: number | null;
  /** Rows that were written meanwhile, behind it, take another walk. */
  readonly walk: number;
}

/** The database, for a backfill. */
export interface Ground {
  readonly dialect: Dialect;
  readonly tables: Tables;
  readonly pace: Pace;
  readonly select: Select;
  run(sql: string): Promise<unknown>;
  /** Does all in one transaction or nothing; again where a lock was in the way. */
  commit<T>(work: () => Promise<T>): Promise<T>;
  /** Whether a statement took longer than it may. */
  isTooLong(error: unknown): boolean;
}

/** Whatever still matches after so many walks, matches because it is done. */
const WALKS = 3;

/**
 * Walks the rows of a table by its key, batch by batch.
 * @param position where an earlier run stopped; undefined: nowhere yet
 * @param save writes the position down, in the transaction of the batch
 */
export async function walk(
  work: Backfill,
  position: Position | undefined,
  ground: Ground,
  save: (position: Position) => Promise<void>,
  tell: (progress: BackfillProgress) => void,
): Promise<void> {
  const { tables, pace } = ground;
  const key = walkedKey(work, await tables.describe(work), tables.unfit);
  let at = position ?? { rows: 0, of: await tables.estimate(work), walk: 1 };
  const progress = progressOf(work.table, at.rows, at.of, () => performance.now());
  const size = batchSize(work.batch);
  for (;;) {
    let began = 0;
    const batch = async () => {
      began = performance.now();
      const next = await walkOn(work, key, at, size.rows, ground);
      if (next) await save(next);
      return next;
    };
    const next = await ground.commit(batch).catch((error) => {
      if (!ground.isTooLong(error) || !size.shrink()) throw error;
      return at;
    });
    if (next === at) continue;
    if (next) {
      const took = performance.now() - began;
      size.took(next.rows - at.rows, took);
      at = next;
      tell(progress(at.rows));
      await pause(restAfter(took, pace));
    } else if (work.where === undefined || (await ground.select(anyNeeding(work, ground.dialect))).length === 0) {
      return;
    } else if (at.walk === WALKS) {
      throw new Error(
        `Its backfill has walked ${work.table} ${WALKS} times, and there are rows that still match ${work.where}: what is done must match no more.`,
      );
    } else {
      at = { rows: at.rows, of: at.of, walk: at.walk + 1 };
    }
  }
}

/** One batch; undefined: there are no more rows. */
async function walkOn(
  work: Backfill,
  key: readonly KeyColumn[],
  at: Position,
  rows: number,
  { dialect, tables, select, run }: Ground,
): Promise<Position | undefined> {
  const literals = (texts: readonly string[]) =>
    texts.map((text, index) => tables.literal(text, key[index]?.type ?? ''));
  const after = at.after && literals(at.after);
  const texts = key.map(({ name, type }, index) => `${tables.asText(quote(dialect, name), type)} AS k${index}`);
  const newestFirst = key.map(({ name }) => `${quote(dialect, name)} DESC`);
  const [last] = await select<Record<string, string>>(
    `SELECT ${texts.join(', ')}, COUNT(*) OVER () AS n FROM (${nextKeys(work, dialect, after, rows)}) AS batch
     ORDER BY ${newestFirst.join(', ')} LIMIT 1`,
  );
  if (!last) return undefined;
  const upTo = key.map((_, index) => String(last[`k${index}`]));
  await run(rangeStatement(work, dialect, after, literals(upTo)));
  return { ...at, after: upTo, rows: at.rows + Number(last.n) };
}
