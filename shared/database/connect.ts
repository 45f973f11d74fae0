import { ConnectionError, type Options, Sequelize, type Transaction as SequelizeTransaction } from 'sequelize';
import { Problem } from '../errors/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Database, Dialect, Executor, Row, Statement, Transaction } from './contract.ts';
import { postgres } from './dialects/postgres.ts';

export interface ConnectOptions {
  /** e.g. `postgres://login:password@127.0.0.1:5432/database`. */
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  readonly log: Logger;
  /** Shown by the engine beside each connection. */
  readonly applicationName?: string;
}

/** How long a caller waits for a connection before it is told that the database is not available, in ms. */
const ACQUIRE_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 3_000;
/** Spares Sequelize a query on its first connection; every supported engine is newer. */
const OLDEST_SUPPORTED = '14.0.0';

/**
 * Opens the pool; connects lazily, so a service may start before its database and says so in its readiness.
 *
 * Hot statements run prepared on Sequelize's own pooled connections: one pool, one set of limits, whether a
 * query goes through a model or past it.
 */
export function connectDatabase({ url, poolSize, log, applicationName }: ConnectOptions): Database {
  const dialect = dialectOf(url);
  const options: Options & { databaseVersion: string } = {
    dialect: dialect.name,
    dialectModule: dialect.driver,
    databaseVersion: OLDEST_SUPPORTED,
    logging: (sql) => log.trace({ sql }, 'sql'),
    pool: { max: poolSize, min: 0, idle: 30_000, acquire: ACQUIRE_TIMEOUT_MS },
    dialectOptions: {
      application_name: applicationName,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    },
  };
  const sequelize = new Sequelize(url, options);
  const connections = sequelize.connectionManager;

  async function acquire(): Promise<object> {
    try {
      return await connections.getConnection({ type: 'write', useMaster: true });
    } catch (cause) {
      throw unavailable(cause);
    }
  }

  const query: Executor['query'] = async <T extends Row>(statement: Statement, values: readonly unknown[] = []) => {
    const connection = await acquire();
    try {
      return (await dialect.run(connection, statement, values)) as { rows: T[]; count: number };
    } catch (error) {
      throw dialect.translate(error);
    } finally {
      connections.releaseConnection(connection);
    }
  };

  return {
    sequelize,
    dialect,
    query,
    onCommit: (callback) => callback(),
    transaction: (work) => inTransaction(sequelize, dialect, work),
    ping: async () => {
      await query({ name: 'ping', text: 'SELECT 1' });
    },
    pool: () => {
      const { using, available, waiting } = (connections as unknown as { pool: PoolCounts }).pool;
      return { used: using, idle: available, waiting };
    },
    close: () => sequelize.close(),
  };
}

interface PoolCounts {
  readonly using: number;
  readonly available: number;
  readonly waiting: number;
}

async function inTransaction<T>(
  sequelize: Sequelize,
  dialect: Dialect,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const committed: (() => void)[] = [];
  try {
    const result = await sequelize.transaction((transaction) =>
      work({
        sequelize: transaction,
        query: (statement, values = []) => runWithin(transaction, dialect, statement, values),
        onCommit: (callback) => committed.push(callback),
      }),
    );
    for (const callback of committed) callback();
    return result;
  } catch (error) {
    // It had no connection to begin on.
    if (error instanceof ConnectionError) throw unavailable(error);
    throw dialect.translate(unwrap(error));
  }
}

function unavailable(cause: unknown): Problem {
  return new Problem('unavailable', { detail: 'The database is not available.', cause });
}

async function runWithin<T extends Row>(
  transaction: SequelizeTransaction,
  dialect: Dialect,
  statement: Statement,
  values: readonly unknown[],
) {
  const { connection } = transaction as unknown as { connection: object };
  try {
    return (await dialect.run(connection, statement, values)) as { rows: T[]; count: number };
  } catch (error) {
    throw dialect.translate(error);
  }
}

/** Sequelize wraps what its own queries throw; the driver's error, with its code, is inside. */
function unwrap(error: unknown): unknown {
  return (error as { original?: unknown }).original ?? error;
}

function dialectOf(url: string): Dialect {
  const scheme = URL.parse(url)?.protocol;
  if (scheme === 'postgres:' || scheme === 'postgresql:') return postgres;
  throw new Error(`DATABASE_URL must start with postgres://, not ${scheme ?? 'something that is no URL'}`);
}
