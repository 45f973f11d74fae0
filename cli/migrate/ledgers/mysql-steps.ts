import type { QueryOptions, Sequelize } from 'sequelize';

/** How far a migration has come that is on its way. */
export interface Progress {
  readonly direction: 'up' | 'down';
  /** The statements that have been done, each as its form. */
  readonly done: string[];
  /** The one that was begun then: it may have been done, too. */
  begun?: string;
  /** What is to go may not be there. */
  readonly lenient?: boolean;
}

/** Statements that change nothing. */
const READ = /^\s*(SELECT|SHOW|DESCRIBE|EXPLAIN|SET)\b/i;

/** Errors of a change of the schema that has been made already: exists, is gone, has this column, key or constraint. */
const DONE_ALREADY = new Set([1050, 1051, 1060, 1061, 1091, 1146, 1826]);

/** Of the server; of the connection, in MariaDB. */
const SHUTTING_DOWN = new Set([1053, 1927]);

/**
 * Has a migration go on after what is done of it. What it asks of the database is counted statement by statement: a change of
 * rows together with its count, in one transaction; a change of the schema, which commits by itself, between two counts.
 * @param save writes the progress down, in the transaction of the connection if it is in one
 */
export async function stepwise(
  sequelize: Sequelize,
  progress: Progress,
  save: () => Promise<void>,
  way: () => Promise<void>,
): Promise<void> {
  const query = sequelize.query.bind(sequelize);
  const begunBefore = progress.begun;
  const before = [...progress.done];
  let position = 0;

  const step = async (form: string, run: () => Promise<unknown>): Promise<unknown> => {
    const earlier = before[position++];
    if (earlier !== undefined) {
      if (earlier !== form) throw new Error(`Its statement ${position} is not the one that has been run: ${earlier}`);
      return [[], 0];
    }
    const doubtful = position === before.length + 1 && form === begunBefore;
    progress.begun = form;
    await save();
    await query('START TRANSACTION');
    try {
      const result = await run().catch((error) => {
        if ((doubtful || progress.lenient) && DONE_ALREADY.has(error.original?.errno)) return [[], 0];
        throw error;
      });
      progress.done.push(form);
      delete progress.begun;
      await save();
      await query('COMMIT');
      return result;
    } catch (error) {
      // Nobody knows what became of it.
      if (isLost(error)) throw error;
      await query('ROLLBACK');
      delete progress.begun;
      await save();
      throw error;
    }
  };

  const counted = (sql: string | { query: string; values: unknown[] }, options?: QueryOptions) => {
    const text = typeof sql === 'string' ? sql : sql.query;
    return READ.test(text) ? query(sql, options) : step(formOf(text), () => query(sql, options));
  };
  sequelize.query = counted as typeof sequelize.query;
  try {
    await way();
  } finally {
    sequelize.query = query as typeof sequelize.query;
  }
}

/** Whether the connection is gone, and the next question would be asked on another. */
function isLost(error: unknown): boolean {
  const { original = {} } = error as { original?: { fatal?: boolean; errno?: number } };
  return original.fatal === true || SHUTTING_DOWN.has(original.errno ?? 0);
}

/** A statement without its values, which may be of the moment: `INSERT INTO t VALUES (?, ?)`. */
function formOf(sql: string): string {
  return sql
    .replace(/'(?:[^'\\]|\\.|'')*'/g, '?')
    .replace(/\b\d+(?:\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .trim();
}
