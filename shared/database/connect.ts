import { type Options, Sequelize } from 'sequelize';
import type { Logger } from '../logging/index.ts';
import type { Database, Dialect, Executor, Row, Statement } from './contract.ts';
import { type CallListener, timed } from './timed.ts';
import { despiteDeadlocks, inTransaction, unavailable } from './transaction.ts';

export interface ConnectOptions {
  /** e.g. `postgres://login:password@127.0.0.1:5432/database`, or with `mysql://` or `mariadb://`. */
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  readonly log: Logger;
  /** Shown by the engine beside each connection, where it can. */
  readonly applicationName?: string;
  /** Told of each statement, to count it. */
  readonly onCall?: CallListener;
  /** Whether spans are told of statements in sampled work. */
  readonly traced?: boolean;
  /** Milliseconds that a connection may take, where the way to the engine is long; absent: what a service waits. */
  readonly patienceMs?: number;
}

/** How long a caller waits for a connection before it is told that the database is not available, in ms. */
const ACQUIRE_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 3_000;
/** Spares Sequelize a query on its first connection; every supported engine is newer than what it looks for. */
const DATABASE_VERSION = '14.0.0';

/**
 * Opens the pool; connects lazily, so a service may start before its database and says so in its readiness.
 * Only the driver in use is loaded.
 *
 * Hot statements run prepared on Sequelize's own pooled connections: one pool, one set of limits, whether a
 * query goes through a model or past it.
 */
export async function connectDatabase(connect: ConnectOptions): Promise<Database> {
  const { url, poolSize, log, applicationName, onCall, patienceMs } = connect;
  const spoken = await dialectOf(url);
  const counted = onCall ? timed(spoken, onCall) : spoken;
  const traced = connect.traced ? await import('./traced.ts') : undefined;
  const dialect = traced?.tracedDialect(counted, systemOf(url)) ?? counted;
  const trace = traced?.traceSequelize(systemOf(url));
  const options: Options & { databaseVersion: string } = {
    ...dialect.options({ applicationName, timeoutMs: patienceMs ?? CONNECT_TIMEOUT_MS }),
    databaseVersion: DATABASE_VERSION,
    logging(sql, durationMs) {
      log.trace({ sql }, 'sql');
      trace?.(sql, durationMs as number);
    },
    // Tells how long each took, once it is over.
    benchmark: trace !== undefined,
    pool: { max: poolSize, min: 0, idle: 30_000, acquire: patienceMs ?? ACQUIRE_TIMEOUT_MS },
  };
  // It takes the scheme for a dialect, and has another one of MariaDB's name.
  const sequelize = new Sequelize(url.replace(/^mariadb:/, 'mysql:'), options);
  if (dialect.prepare) sequelize.addHook('afterConnect', (connection) => dialect.prepare?.(connection as object));
  const connections = sequelize.connectionManager;

  async function acquire(): Promise<object> {
    try {
      return await connections.getConnection({ type: 'write', useMaster: true });
    } catch (cause) {
      throw unavailable(cause);
    }
  }

  const run = async <T extends Row>(statement: Statement, values: readonly unknown[]) => {
    const connection = await acquire();
    try {
      return (await dialect.run(connection, statement, values)) as { rows: T[]; count: number };
    } finally {
      connections.releaseConnection(connection);
    }
  };
  const query: Executor['query'] = <T extends Row>(statement: Statement, values: readonly unknown[] = []) =>
    despiteDeadlocks(dialect, () => run<T>(statement, values));
  const transaction: Database['transaction'] = (work) =>
    despiteDeadlocks(dialect, () => inTransaction(sequelize, dialect, work));

  return {
    sequelize,
    dialect,
    query,
    async inTurn(statements, values) {
      const [only, ...more] = statements;
      if (only && more.length === 0) return (await query(only, values)).count;
      return transaction((inside) => inside.inTurn(statements, values));
    },
    onCommit: (callback) => callback(),
    transaction,
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

/** As OpenTelemetry calls the engine behind a URL. */
function systemOf(url: string): string {
  return url.startsWith('postgres') ? 'postgresql' : url.slice(0, url.indexOf(':'));
}

async function dialectOf(url: string): Promise<Dialect> {
  const scheme = URL.parse(url)?.protocol;
  switch (scheme) {
    case 'postgres:':
    case 'postgresql:':
      return (await import('./dialects/postgres.ts')).postgres;
    case 'mysql:':
    case 'mariadb:':
      return (await import('./dialects/mysql.ts')).mysql;
    default:
      throw new Error(
        `DATABASE_URL must start with postgres://, mysql:// or mariadb://, not ${scheme ?? 'something that is no URL'}`,
      );
  }
}
