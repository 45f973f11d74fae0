import { setTimeout as pause } from 'node:timers/promises';
import { ConnectionError, type Sequelize } from 'sequelize';
import { Problem } from '../errors/index.ts';
import type { Dialect, Executor, Row, Statement, Transaction } from './contract.ts';

/** Times that work is begun anew after a deadlock. */
const ATTEMPTS = 3;
const PAUSE_MS = 30;

/**
 * Runs work, and again where the engine has undone it to end a deadlock; what it throws otherwise is translated.
 * @throws Problem `conflict` where it met one each time
 */
export async function despiteDeadlocks<T>(dialect: Dialect, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const original = unwrap(error);
      if (!dialect.isDeadlock(original)) throw dialect.translate(original);
      if (attempt < ATTEMPTS) {
        // Those who met would meet again.
        await pause(Math.random() * PAUSE_MS);
        continue;
      }
      const detail = 'Others keep changing the same rows. Try again in a moment.';
      throw new Problem('conflict', { detail, headers: { 'retry-after': '1' }, cause: error });
    }
  }
}

export async function inTransaction<T>(
  sequelize: Sequelize,
  dialect: Dialect,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const committed: (() => void)[] = [];
  const locks: (() => Promise<void> | undefined)[] = [];
  let isOver = false;
  const assertOpen = () => {
    // Its connection is somebody else's by now, and what it writes would stay.
    if (isOver) throw new Error('the transaction is over');
  };
  try {
    const result = await sequelize.transaction(async (transaction) => {
      const { connection } = transaction as unknown as { connection: object };
      const query: Executor['query'] = async <T extends Row>(statement: Statement, values: readonly unknown[] = []) => {
        assertOpen();
        try {
          return (await dialect.run(connection, statement, values)) as { rows: T[]; count: number };
        } catch (error) {
          throw dialect.translate(error);
        }
      };
      try {
        return await work({
          sequelize: transaction,
          query,
          inTurn: (statements, values) => inTurn(query, statements, values),
          onCommit: (callback) => committed.push(callback),
          async tryLock(name) {
            assertOpen();
            const held = await dialect.tryLock(connection, name);
            if (held) locks.push(() => dialect.unlock?.(connection, name));
            return held;
          },
        });
      } finally {
        isOver = true;
      }
    });
    for (const callback of committed) callback();
    return result;
  } catch (error) {
    // It had no connection to begin on.
    if (error instanceof ConnectionError) throw unavailable(error);
    throw error;
  } finally {
    // Who asks again once answered would find them held on another connection.
    await Promise.all(locks.map((unlock) => unlock()));
  }
}

async function inTurn(query: Executor['query'], statements: readonly Statement[], values: readonly unknown[]) {
  let count = 0;
  for (const statement of statements) {
    // PostgreSQL takes no more values than there are places.
    ({ count } = await query(statement, values.slice(0, placesIn(statement))));
    if (count === 0) break;
  }
  return count;
}

function placesIn({ text }: Statement): number {
  return Math.max(0, ...Array.from(text.matchAll(/\$(\d+)/g), ([, place]) => Number(place)));
}

export function unavailable(cause: unknown): Problem {
  return new Problem('unavailable', { detail: 'The database is not available.', cause });
}

/** Sequelize wraps what its own queries throw; the driver's error, with its code, is inside. */
function unwrap(error: unknown): unknown {
  return (error as { original?: unknown } | undefined)?.original ?? error;
}
