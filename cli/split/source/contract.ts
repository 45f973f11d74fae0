import type { Catalog } from '../../schema/catalog/contract.ts';

/** A value as text: null, or bytes that are no text in UTF-8. */
export type Cell = string | null | Malformed;

/** In the order of what was selected. */
export type Cells = readonly Cell[];

/** What somebody stored as text and is none. */
export class Malformed {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** With U+FFFD for what cannot be shown. */
  toString(): string {
    return this.bytes.toString('utf8');
  }
}

/** The old database, as it was at one moment. Nothing is ever written to it. */
export interface Source {
  readonly engine: 'postgres' | 'mysql';
  /** What was told about the moment: null, or why connections may have seen different ones. */
  readonly caveat: string | null;
  readonly catalog: Catalog;
  /** Rows as they come, some thousands at a time, at the pace of whoever takes them. */
  rows(select: string): AsyncGenerator<Cells[]>;
  /** A single number. */
  number(select: string): Promise<number>;
  /** A single value of bytes, in pieces; `of` gives the SQL for those from a place on, counted from 1. */
  bytes(select: (from: number, length: number) => string): AsyncGenerator<Buffer>;
  /** A name in SQL. */
  name(name: string): string;
  /** A text in SQL. */
  text(text: string): string;
  /** A table in SQL. */
  table(name: string): string;
  end(): Promise<void>;
}

/** Rows of a batch, and how much text they may come to. */
export const BATCH_ROWS = 5_000;
export const BATCH_BYTES = 4 * 1024 * 1024;
/** Bytes of a large value that are in memory at once. */
export const PIECE = 1024 * 1024;
/** Connections that read at once: one for each table on its way, and one for bytes of files. */
export const READERS = 4;
