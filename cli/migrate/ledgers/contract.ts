import type { Sequelize } from 'sequelize';
import type { BackfillProgress } from '../backfill/progress.ts';
import type { MigrationFile } from '../files.ts';
import type { MigrationModule } from '../module.ts';

/** Runs migrations on one database and keeps the log of them, so that a kill leaves nothing that the next run cannot finish. */
export interface Ledger {
  readonly sequelize: Sequelize;
  /** Makes the log where there is none. */
  open(): Promise<void>;
  /** What is applied, as one sees it who is to go up, or down: what was cut off is not whole, and not nothing either. */
  applied(direction: 'up' | 'down'): Promise<string[]>;
  apply(file: MigrationFile, module: MigrationModule): Promise<void>;
  revert(file: MigrationFile, module: MigrationModule): Promise<void>;
  /** What is left in the database of a migration that failed, in a sentence. */
  remainder(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Who hears what a run does while it lasts. */
export interface Listener {
  /** Somebody else is migrating the same database, or holds a lock that a statement needs. */
  onWait(holder: string): void;
  onBackfill?(name: string, progress: BackfillProgress): void;
}
