import type { ColumnType } from '../../schema/contract.ts';
import type { Misfit } from '../fit/misfit.ts';

/** What rows of a mapping are written to: all columns but those that are set once all rows are there (`late`). */
export interface TargetTable {
  readonly name: string;
  /** `id`; of a list its owner and what is in it. */
  readonly key: readonly string[];
  /** Of entities and files: their table has a column `version`. Of a list: the table of its owners. */
  readonly versioned: { readonly table: string; readonly by: string };
  /** Beside the key and `version`. */
  readonly columns: readonly TargetColumn[];
  /** The first version of a row comes from the old database; otherwise it is 1. */
  readonly givesVersion: boolean;
  /** References that can only be set once all rows are there. */
  readonly late: readonly string[];
}

export interface TargetColumn {
  readonly name: string;
  readonly kind: ColumnType['kind'];
}

/** A row that fits, as its engine has it. */
export interface Row {
  /** Of the old row, as text. */
  readonly key: string;
  /** Of the new row, as text; of a list `owner,item`. */
  readonly id: string;
  readonly version: number;
  /** All other columns in the engine's spelling, so that equal rows are equal texts. */
  readonly rest: string;
}

/** A row that stands there. */
export interface Standing {
  readonly version: number;
  /** What the split itself wrote last, where that is known. */
  readonly written: number | null;
  readonly rest: string;
}

/** A row that does not fit. */
export interface Kept {
  readonly key: string;
  readonly why: readonly { readonly field: string; readonly code: Misfit['code']; readonly detail: string }[];
  /** What was read, by column. */
  readonly row: Readonly<Record<string, string | null>>;
}

export interface Chunk {
  readonly mapping: string;
  readonly inserts: readonly Row[];
  /** With the version that they get. */
  readonly updates: readonly Row[];
  readonly kept: readonly Kept[];
  /** Whether the split has been through once: changes are versions then, and are remembered as its own. */
  readonly again: boolean;
}

export interface LateChange {
  readonly id: string;
  readonly values: readonly (string | null)[];
}

/** A service's database. What one call writes is one transaction. */
export interface Target {
  readonly engine: 'postgres' | 'mysql';
  /** How far earlier runs came. */
  look(): Promise<Earlier>;
  /** Makes the split's own tables where they are missing, and begins a run. */
  begin(): Promise<void>;
  isEmpty(table: string): Promise<boolean>;
  /** Lets go of what an earlier run kept aside of a mapping. */
  forget(mapping: string): Promise<void>;
  /** The same of mappings that the file has no more. */
  forgetOthers(mappings: readonly string[]): Promise<void>;
  /** By id. */
  standing(table: TargetTable, ids: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
  write(table: TargetTable, chunk: Chunk): Promise<void>;
  /** Sets references where they differ. @returns how many did, and ids of those that the service has changed since */
  setLate(
    table: TargetTable,
    changes: readonly LateChange[],
    again: boolean,
  ): Promise<{ changed: number; conflicts: string[] }>;
  /** Keys and versions of all rows, some thousands at a time. */
  scan(
    table: TargetTable,
  ): AsyncGenerator<{ id: string; version: number; written: number | null; createdAt: string | null }[]>;
  /** @returns how many went */
  remove(table: TargetTable, ids: readonly string[]): Promise<number>;
  /** Rows of these columns as text, some thousands at a time, in no order. */
  read(select: string): AsyncGenerator<(string | null)[][]>;
  /** Copies of what another service owns, where there were none at all. */
  addCopies(copies: readonly CopyRow[]): Promise<void>;
  /** The same where there are: what is known already in that version or a later one stays. */
  storeCopies(copies: readonly CopyRow[]): Promise<void>;
  dropCopies(target: string, ids: readonly string[]): Promise<void>;
  countKept(mapping: string): Promise<number>;
  finish(): Promise<void>;
  end(): Promise<void>;
}

export interface CopyRow {
  readonly target: string;
  readonly id: string;
  readonly version: number;
  /** JSON. */
  readonly data: string;
}

export interface Earlier {
  /** There was none. */
  readonly first: boolean;
  /** One came to its end. */
  readonly again: boolean;
  /** When the first one began: ISO 8601. */
  readonly startedAt: string;
}

export const NOTHING_YET = (): Earlier => ({ first: true, again: false, startedAt: new Date().toISOString() });
