/** What `aurora migrate split verify` found out; `--json` prints it as it is. */
export interface Verification {
  readonly fleet: string;
  /** The old database, without its login. */
  readonly source: string;
  /** ISO 8601. */
  readonly at: string;
  readonly ms: number;
  /** Whether all that is below holds. */
  readonly holds: boolean;
  readonly entities: readonly EntityCheck[];
  readonly references: readonly ReferenceCheck[];
  readonly copies: readonly CopyCheck[];
  /** Of each service that files were mapped into. */
  readonly files: readonly FileCheck[];
  readonly sample: SampleCheck;
}

/** How many there are of something, and the first of them. */
export interface Found<T = Finding> {
  readonly count: number;
  readonly examples: readonly T[];
}

export interface Finding {
  /** Of the old row, as text; absent: it has none. */
  readonly key?: string;
  /** Of the new row. */
  readonly id?: string;
  readonly detail?: string;
  /** Fields that differ. */
  readonly fields?: readonly Difference[];
}

/** A value of the old row, converted, beside the one that stands in the service's database; null is null. */
export interface Difference {
  readonly field: string;
  readonly source: string | null;
  readonly target: string | null;
}

/** The rows of one entity. */
export interface EntityCheck {
  /** `subject-service.Subject`. */
  readonly into: string;
  /** The mappings that its rows come from. */
  readonly from: readonly MappingCount[];
  /** Rows in the service's database that come from there. */
  readonly migrated: number;
  /** How many rows the old ones that are neither left out nor kept aside exceed those: 0 where counts add up. */
  readonly imbalance: number;
  /** Of them, those that the service has changed since. They are not compared. */
  readonly changed: number;
  /** Rows that the service has made since. */
  readonly created: number;
  /** Of all rows that should be there and of all that are, in any order, 16 hexadecimal digits. Changed ones are left out. */
  readonly checksum: { readonly source: string; readonly target: string };
  /** Should be there and are not. */
  readonly missing: Found;
  /** Are there, and no row in the old database leads to them. */
  readonly extra: Found;
  readonly different: Found;
  /** Kept aside with nothing wrong about them, or neither kept aside nor fit to be migrated. */
  readonly misjudged: Found;
  readonly holds: boolean;
}

/** Rows of an old table: what is not left out or kept aside is to be migrated. */
export interface MappingCount {
  readonly mapping: string;
  /** All of the table or query. */
  readonly source: number;
  /** Left out by `where`. */
  readonly leftOut: number;
  /** Kept aside, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
}

/** One field that refers to another resource. */
export interface ReferenceCheck {
  readonly service: string;
  readonly entity: string;
  readonly field: string;
  /** `subject-service.Subject`. */
  readonly target: string;
  /** Different resources that are referred to. */
  readonly checked: number;
  /** Those that their owner does not have. */
  readonly dangling: Found;
  readonly holds: boolean;
}

/** What a service keeps of resources that another one owns. */
export interface CopyCheck {
  readonly service: string;
  readonly target: string;
  readonly checked: number;
  /** Older than the owner's: the event is on its way. */
  readonly behind: number;
  /** Of the same version with other contents, newer than the owner's, or of something that the owner does not have. */
  readonly different: Found;
  /** Referred to, and not copied: reads will ask the owner. */
  readonly absent: number;
  readonly holds: boolean;
}

/** Rows chosen by the seed, read again one by one and compared field by field. */
export interface SampleCheck {
  readonly seed: number;
  readonly compared: number;
  readonly fields: number;
  readonly different: Found<SampleFinding>;
  readonly holds: boolean;
  /** One of each mapping, to be looked at: the old row as it is, and what has become of it. */
  readonly shown: readonly ShownRow[];
}

export interface SampleFinding extends Finding {
  readonly mapping: string;
}

export interface ShownRow {
  readonly mapping: string;
  readonly into: string;
  readonly key: string;
  readonly id: string;
  readonly source: Readonly<Record<string, string | null>>;
  readonly target: Readonly<Record<string, string | null>>;
}

/** Contents in the storage beside what the file service's database says of them. */
export interface FileCheck {
  readonly service: string;
  readonly checked: number;
  readonly bytes: number;
  readonly missing: Found;
  /** Of another size or checksum. */
  readonly damaged: Found;
  readonly holds: boolean;
}
