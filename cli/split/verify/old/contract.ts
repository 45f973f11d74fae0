import type { Comparable } from '../checksum/buckets.ts';

/** A row of the old database, and what it is to become. */
export type OldRow = { readonly mapping: string; readonly key: string } & (
  | (Comparable & { readonly fits: true /** That it begins with. */; readonly version: number })
  | { readonly fits: false; readonly reason: string; readonly field?: string }
);

export type FittingRow = Extract<OldRow, { fits: true }>;

/** The rows of the old database that go into one entity, by whatever mappings. */
export interface OldRows {
  /** Those that are not left out, in batches. */
  all(): AsyncIterable<readonly OldRow[]>;
  /** One row, as it is and as it should become. */
  again(mapping: string, key: string): Promise<{ readonly row: OldRow; readonly values: Raw } | undefined>;
  /** Whether an id can be of a row that was made of an old one: otherwise the service has made it. */
  mayBe(id: string): boolean;
  /** Whether ids stayed what they were, so that they tell nothing. */
  readonly keepsIds: boolean;
  /** The old key that an id was made of, if it tells. */
  keyOf(id: string): string | undefined;
}

/** By name of the column; bytes as hexadecimal digits. */
export type Raw = Readonly<Record<string, string | null>>;

/** What the split has kept aside. */
export interface Quarantine {
  /** Reasons by key, of those keys of a mapping that are there. */
  among(mapping: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** How many by reason: each row once. */
  count(mapping: string): Promise<Readonly<Record<string, number>>>;
}
