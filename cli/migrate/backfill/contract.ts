/** A change of rows that is made in batches. */
export interface Backfill {
  readonly table: string;
  /** The column(s) that rows are walked by, in order; absent: id. */
  readonly key?: string | readonly string[];
  /** After SET. */
  readonly set: string;
  /** Which rows still need it: what is done must match no more. Absent: all. */
  readonly where?: string;
  /** Rows at a time; absent: 5,000, fewer where a batch takes long. */
  readonly batch?: number;
}
