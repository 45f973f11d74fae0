import type { Fate, Kind } from './dirt.ts';

export type Engine = 'postgres' | 'mariadb';

/** Of a row, in the order of its table's columns: text, bytes as they are, or null. */
export type Cell = string | number | Buffer | null;

export interface Column {
  readonly name: string;
  /** As each engine spells it. */
  readonly postgres: string;
  readonly mariadb: string;
  /** How MariaDB holds its text; absent: utf8. PostgreSQL's database does not care: it is SQL_ASCII. */
  readonly charset?: 'latin1';
  /** Large contents, sent as hexadecimal digits. */
  readonly blob?: true;
}

/** How many rows each table has. */
export interface Sizes {
  readonly users: number;
  readonly subjects: number;
  readonly documents: number;
  readonly syllabi: number;
  readonly syllabus_subjects: number;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Beside the primary key, `id` or what is named. */
  readonly primaryKey: readonly string[];
  /** The few that somebody once declared: `column` to a table's id. Not enforced: rows were loaded around them. */
  readonly foreignKeys?: Readonly<Record<string, string>>;
}

/** What is to become of the rows of a table. */
export interface Count {
  rows: number;
  /** Left out because the mapping says so. */
  filtered: number;
  migrated: number;
  /** Of those, the ones whose optional reference leads nowhere, and is to be empty. */
  detached: number;
  /** Kept aside, by what is wrong. */
  readonly quarantined: Partial<Record<Kind, number>>;
}

/** A row on its way, and what is wrong with it. */
export interface Made {
  readonly cells: readonly Cell[];
  readonly fate: Fate;
  readonly detached?: boolean;
}
