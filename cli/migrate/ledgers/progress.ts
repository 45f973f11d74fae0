import type { Position } from '../backfill/walk.ts';

/** How far a migration has come that is on its way, as the log has it. */
export interface Progress {
  readonly direction: 'up' | 'down';
  /** The statements that have been done, each as its form. */
  readonly done: string[];
  /** The one that was begun then: it may have been done, too. */
  begun?: string;
  /** How far that one is, where it is a backfill. */
  backfill?: Position;
  /** What is to go may not be there. */
  readonly lenient?: boolean;
}
