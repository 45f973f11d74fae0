import type { Sequelize } from 'sequelize';
import type { MigrationFile } from '../files.ts';

/** What a migration does. */
export interface Ways {
  up(): Promise<void>;
  down(): Promise<void>;
}

/** Runs migrations on one database and keeps the log of them, so that a kill leaves nothing that the next run cannot finish. */
export interface Ledger {
  /** One connection, never given up: whatever a migration runs through it can be accounted for. */
  readonly sequelize: Sequelize;
  /** Makes the log where there is none. */
  open(): Promise<void>;
  /** What is applied, as one sees it who is to go up, or down: what was cut off is not whole, and not nothing either. */
  applied(direction: keyof Ways): Promise<string[]>;
  apply(file: MigrationFile, ways: Ways): Promise<void>;
  revert(file: MigrationFile, ways: Ways): Promise<void>;
  /** What is left in the database of a migration that failed, in a sentence. */
  remainder(name: string): Promise<string>;
  close(): Promise<void>;
}
