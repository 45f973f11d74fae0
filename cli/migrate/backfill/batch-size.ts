import type { Pace } from '../pace.ts';

/** What a batch aims at: long enough to be worth a commit, short enough for those who wait for its rows. */
const AIM_MS = 200;
const FIRST = 500;

/** Absent in a backfill. */
const MOST = 5_000;

export interface BatchSize {
  /** Rows of the next one. */
  readonly rows: number;
  /** @param ms how long one of this many rows took */
  took(rows: number, ms: number): void;
  /** One took longer than a statement may; false: it cannot be smaller. */
  shrink(): boolean;
}

/** Follows how long batches take, by a factor of two at most from one to the next. */
export function batchSize(most: number = MOST): BatchSize {
  let rows = Math.min(FIRST, most);
  return {
    get rows() {
      return rows;
    },
    took(done, ms) {
      const fitting = done * (AIM_MS / Math.max(ms, 1));
      rows = Math.round(Math.min(Math.max(fitting, rows / 2, 1), rows * 2, most));
    },
    shrink() {
      if (rows === 1) return false;
      rows = Math.ceil(rows / 4);
      return true;
    },
  };
}

/** How long a backfill rests after it was at work, in milliseconds. */
export function restAfter(ms: number, { backfillShare }: Pick<Pace, 'backfillShare'>): number {
  return ms * (1 / backfillShare - 1);
}
