import type { Options, Sequelize, Transaction as SequelizeTransaction } from 'sequelize';

/** A plain row as the driver gives it: column name → value. */
export type Row = Record<string, unknown>;

/**
 * SQL that PostgreSQL, MariaDB and MySQL all take, with identifiers in double quotes and four things spelt as PostgreSQL has
 * them: `$1`, `= ANY($1)` for a list, `$1 * INTERVAL '1 ms'`, and a final `ON CONFLICT DO NOTHING`. Other dialects spell
 * them anew. With a name it is prepared once a connection and reused; one name, one text.
 */
export interface Statement {
  readonly text: string;
  readonly name?: string;
}

export interface Result<T extends Row = Row> {
  readonly rows: T[];
  /** Rows inserted, updated or deleted; for a SELECT the rows returned. */
  readonly count: number;
}

/** Whatever runs statements: the database itself (each its own transaction) or an open transaction. */
export interface Executor {
  query<T extends Row = Row>(statement: Statement, values?: readonly unknown[]): Promise<Result<T>>;
  /**
   * Writes one after the other, with the same values, until one touches no row; all or nothing.
   * @returns the rows that the last one touched; 0 where one before it touched none
   */
  inTurn(statements: readonly Statement[], values: readonly unknown[]): Promise<number>;
  /** Runs the callback once what was written is durable: at once outside a transaction, else after its commit. */
  onCommit(callback: () => void): void;
}

export interface Transaction extends Executor {
  /** For models and query builders that take `{ transaction }`. */
  readonly sequelize: SequelizeTransaction;
  /** Takes a lock, by any name, until the transaction ends, however it ends. @returns false where another has it */
  tryLock(name: string): Promise<boolean>;
}

export interface Database extends Executor {
  readonly sequelize: Sequelize;
  readonly dialect: Dialect;
  /**
   * Commits what `work` wrote, or, when it throws, undoes all of it and rethrows. Where the engine has undone it to end a
   * deadlock, `work` runs again.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** One round trip; throws what keeps the database from answering. */
  ping(): Promise<void>;
  /** Connections: in use, idle, and callers waiting for one. */
  pool(): { used: number; idle: number; waiting: number };
  close(): Promise<void>;
}

/** Where engines differ: prepared statements, types, error codes. One file each in `dialects/`. */
export interface Dialect {
  readonly name: 'postgres' | 'mysql';
  /** Whether a statement may hold writes whose rows another part of it reads: `WITH … AS (INSERT … RETURNING …)`. */
  readonly writesWithinWrites: boolean;
  /** What Sequelize needs to know of the engine and its driver. */
  options(connection: { readonly applicationName: string | undefined; readonly timeoutMs: number }): Options;
  /** Brings a new connection into the state that all statements count on. */
  prepare?(connection: object): Promise<void>;
  quote(identifier: string): string;
  /** A bigint column as a number, which is exact up to 2^53. */
  number(column: string): string;
  /** A placeholder that holds a decimal as text, with so many digits after its point, as something that compares exactly. */
  decimal(placeholder: string, scale: number): string;
  /** Case-insensitive substring match of a column against a placeholder that holds an escaped pattern. */
  contains(column: string, placeholder: string): string;
  /** The values of a column of UUIDs as one text, with commas between, in the order of another column; null: there is none. */
  joined(column: string, order: string): string;
  /** A column of an enum, or one of its values, as something that compares in the order in which it was declared. */
  ranked(expression: string, values: readonly string[]): string;
  /** At the end of a SELECT: what it reads stays as it is until the transaction ends, and others may read it as well. */
  readonly forShare: string;
  /** A time, ISO 8601, as the driver takes it. */
  time(iso: string): string;
  /** Runs a statement on a raw connection of the pool. */
  run(connection: object, statement: Statement, values: readonly unknown[]): Promise<Result>;
  /** @returns false where another transaction has the lock */
  tryLock(connection: object, name: string): Promise<boolean>;
  /** Frees a lock after its transaction, where it does not end with that. */
  unlock?(connection: object, name: string): Promise<void>;
  /** Whether the engine has undone a transaction, or a statement on its own, for a deadlock, or since a migration has changed a type: it may be tried again. */
  isDeadlock(error: unknown): boolean;
  /** A driver's error as a Problem where clients can do something about it, otherwise as it came. */
  translate(error: unknown): unknown;
}
