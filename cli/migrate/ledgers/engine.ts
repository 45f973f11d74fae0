import type { Sequelize } from 'sequelize';
import type { Select, Tables } from '../backfill/tables/contract.ts';
import type { Dialect } from '../dialect.ts';
import type { Pace } from '../pace.ts';

/** What engines differ in, for whoever keeps account of migrations on one connection. */
export interface Engine {
  readonly dialect: Dialect;
  /** One connection, never given up: whatever a migration runs through it can be accounted for. */
  readonly sequelize: Sequelize;
  /** Past the account that is kept of what `sequelize` is asked. */
  readonly select: Select;
  run(sql: string, values?: readonly unknown[]): Promise<unknown>;
  readonly tables: Tables;
  /** Whether a change of the schema can be undone with its transaction. */
  readonly transactional: boolean;
  readonly begin: string;
  /** Waits until what a killed run has left running is at its end, and makes the log where there is none. */
  open(): Promise<void>;
  /** What the server knows this connection by. */
  connectionId(): Promise<number>;
  /** For the statements to come. */
  setTimeouts(timeouts: Pick<Pace, 'lockTimeoutMs' | 'statementTimeoutMs'>): Promise<void>;
  /** Statements that are refused in a transaction; absent: there are none. */
  readonly alone?: {
    isNeeded(sql: string): boolean;
    /**
     * Takes away first what is in the way because the statement was killed or failed before.
     * @param maybeDone it may have been done by then, and need not be done again
     */
    run(sql: string, maybeDone: boolean, run: () => Promise<unknown>): Promise<void>;
  };
  /** Whether what is to be made is there, or what is to go is gone. */
  isThereAlready(error: unknown): boolean;
  /** Whether the connection is gone, and the next question would be asked on another. */
  isLost(error: unknown): boolean;
  /** Whether somebody else's lock was in the way. */
  isLockedOut(error: unknown): boolean;
  /** Whether the statement took longer than it may. */
  isTooLong(error: unknown): boolean;
  /** Rights on what a migration in steps has made. */
  grant(): Promise<void>;
  /** After a way down rows may have gone with their table: the next `up` creates what is missing. */
  forgetSeeds(): Promise<void>;
}
