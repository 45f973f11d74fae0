import type { Backfill } from '../contract.ts';

/** What a table is like whose rows are to be walked. */
export interface WalkedTable {
  readonly columns: readonly { readonly name: string; readonly nullable: boolean; readonly type: string }[];
  readonly indexes: readonly { readonly primary: boolean; readonly columns: readonly (string | null)[] }[];
}

export type Select = <T extends object>(sql: string, values?: readonly unknown[]) => Promise<T[]>;

/** What an engine knows about the rows of a table, and how it writes a key. */
export interface Tables {
  /** Undefined: there is no such table. */
  describe(work: Backfill): Promise<WalkedTable | undefined>;
  /** About how many rows there are; null: nobody knows without reading them. */
  estimate(work: Backfill): Promise<number | null>;
  /** An expression that gives a column as text, so that `literal` makes the same value of it again. */
  asText(column: string, type: string): string;
  literal(text: string, type: string): string;
  /** Types whose order is not that of their comparison, or which do not survive being text. */
  readonly unfit: RegExp;
}
