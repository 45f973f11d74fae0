import type { QueryOptions } from 'sequelize';
import type { Backfill } from '../backfill/contract.ts';
import { NothingThere } from '../backfill/key.ts';
import { batchStatement } from '../backfill/statements.ts';
import type { Position } from '../backfill/walk.ts';
import { formOf } from '../form.ts';
import { isStep } from '../reads.ts';
import type { Engine } from './engine.ts';
import type { Patience } from './patience.ts';
import type { Progress } from './progress.ts';
import { inTransaction } from './transaction.ts';

export interface Steps {
  readonly engine: Engine;
  readonly patiently: Patience;
  readonly progress: Progress;
  /** Writes the progress down, in the transaction of the connection if it is in one. */
  save(): Promise<unknown>;
  /** Walks the rows of a backfill. */
  walk(work: Backfill, from: Position | undefined, save: (position: Position) => Promise<void>): Promise<void>;
}

const NOTHING = [[], 0];

/**
 * Has a migration go on after what is done of it. What it asks of the database is counted statement by statement, each together with
 * its count in one transaction; one that the server refuses there, between two counts.
 */
export async function stepwise(
  { engine, patiently, progress, save, walk }: Steps,
  way: (backfill: (work: Backfill) => Promise<void>) => Promise<void>,
): Promise<void> {
  const { sequelize } = engine;
  const query = sequelize.query.bind(sequelize);
  const { begun: begunBefore, backfill: backfillBefore } = progress;
  const before = [...progress.done];
  let position = 0;

  /** Whether this step is done; else it is the next. */
  const isDone = (form: string): boolean => {
    const earlier = before[position++];
    if (earlier === undefined) return false;
    if (earlier !== form) throw new Error(`Its statement ${position} is not the one that has been run: ${earlier}`);
    return true;
  };
  /** Whether it may have been done by a run that was killed. */
  const isDoubtful = (form: string) => position === before.length + 1 && form === begunBefore;
  const begin = async (form: string) => {
    progress.begun = form;
    await save();
  };
  const count = async (form: string) => {
    progress.done[position - 1] = form;
    delete progress.begun;
    delete progress.backfill;
    await save();
  };
  const uncount = async () => {
    progress.done.length = position - 1;
    delete progress.begun;
    await save();
  };

  const together = (form: string, run: () => Promise<unknown>) =>
    inTransaction(engine, async () => {
      const result = await run();
      await count(form);
      return result;
    });
  const step = async (sql: string, run: () => Promise<unknown>): Promise<unknown> => {
    const form = formOf(sql);
    if (isDone(form)) return NOTHING;
    await begin(form);
    const alone = engine.alone?.isNeeded(sql) ? engine.alone : undefined;
    const maybeDone = isDoubtful(form) && (alone !== undefined || !engine.transactional);
    try {
      if (!alone) return await patiently(() => together(form, run));
      await patiently(() => alone.run(sql, maybeDone, run));
      await count(form);
      return NOTHING;
    } catch (error) {
      if (engine.isLost(error)) throw error;
      if ((maybeDone || progress.lenient) && engine.isThereAlready(error)) {
        await count(form);
        return NOTHING;
      }
      await uncount();
      throw error;
    }
  };

  const backfill = async (work: Backfill): Promise<void> => {
    const form = formOf(batchStatement(work, engine.dialect));
    if (isDone(form)) return;
    const from = isDoubtful(form) ? backfillBefore : undefined;
    if (from === undefined) delete progress.backfill;
    await begin(form);
    try {
      await walk(work, from, async (reached) => {
        progress.backfill = reached;
        await save();
      });
    } catch (error) {
      if (!progress.lenient || !(error instanceof NothingThere || engine.isThereAlready(error))) {
        if (progress.backfill === undefined && !engine.isLost(error)) await uncount();
        throw error;
      }
    }
    await count(form);
  };

  const counted = (sql: string | { query: string; values: unknown[] }, options?: QueryOptions) => {
    const text = typeof sql === 'string' ? sql : sql.query;
    return isStep(text) ? inTurn(() => step(text, () => query(sql, options))) : query(sql, options);
  };
  // Some of Sequelize's own calls ask for several things at once.
  const inTurn = oneByOne();
  sequelize.query = counted as typeof sequelize.query;
  try {
    await way((work) => inTurn(() => backfill(work)));
  } finally {
    sequelize.query = query as typeof sequelize.query;
  }
}

/** What waits behind a statement that fails is not run; what is asked for once that is known, is. */
function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next;
    next.catch(() => {
      if (last === next) last = Promise.resolve();
    });
    return next;
  };
}
