import type { Sequelize, Transaction as SequelizeTransaction } from 'sequelize';

/** A plain row as the driver gives it: column name → value. */
export type Row = Record<string, unknown>;

/** SQL with its placeholders. With a name it is prepared once a connection and reused; one name, one text. */
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
  /** Runs the callback once what was written is durable: at once outside a transaction, else after its commit. */
  onCommit(callback: () => void): void;
}

export interface Transaction extends Executor {
  /** For models and query builders that take `{ transaction }`. */
  readonly sequelize: SequelizeTransaction;
}

export interface Database extends Executor {
  readonly sequelize: Sequelize;
  readonly dialect: Dialect;
  /** Commits what `work` wrote, or, when it throws, undoes all of it and rethrows. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** One round trip; throws what keeps the database from answering. */
  ping(): Promise<void>;
  /** Connections: in use, idle, and callers waiting for one. */
  pool(): { used: number; idle: number; waiting: number };
  close(): Promise<void>;
}

/** Where engines differ: placeholders, quoting, prepared statements, error codes. One file each in `dialects/`. */
export interface Dialect {
  readonly name: 'postgres';
  /** The engine's driver: Sequelize would look for it beside its own files, where a bundle has none. */
  readonly driver: object;
  /** The nth placeholder, counted from 1. */
  placeholder(position: number): string;
  quote(identifier: string): string;
  /** Case-insensitive substring match of a column against a placeholder that holds an escaped pattern. */
  contains(column: string, placeholder: string): string;
  /** Runs a statement on a raw connection of the pool. */
  run(connection: object, statement: Statement, values: readonly unknown[]): Promise<Result>;
  /** A driver's error as a Problem where clients can do something about it, otherwise as it came. */
  translate(error: unknown): unknown;
}
