import type { Readable } from 'node:stream';

/** Bytes of a blob, first and last included. */
export interface BlobRange {
  readonly start: number;
  readonly end: number;
}

export interface BlobStat {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** When it was committed. */
  readonly modifiedAt: Date;
}

/**
 * Where large contents lie. A blob is there whole or not at all, never changes, and is known by its key alone: a UUID in lower case.
 * Every adapter passes the same conformance suite.
 */
export interface BlobStorage {
  /**
   * Stores what the source gives, at the pace of the slower of the two. Resolves when it is durable; rejects with the source's own
   * error, or the storage's, and then nothing of it is left.
   */
  put(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** The bytes, or those of a range that lies within; undefined where there is no such blob. Whoever opens it reads or destroys it. */
  open(key: string, range?: BlobRange): Promise<Readable | undefined>;
  stat(key: string): Promise<BlobStat | undefined>;
  /** Resolves also where there is none. */
  remove(key: string): Promise<void>;
  /** All blobs, in no order. */
  list(): AsyncIterable<BlobStat>;
  /**
   * Removes what processes that died have left in the midst of a `put`, and that has not moved since a time, as far as the storage can tell.
   * @returns how many there were
   */
  removeUnfinished(before: Date): Promise<number>;
  /** Rejects with what keeps it from storing anything now. */
  check(): Promise<void>;
  close(): void;
}
