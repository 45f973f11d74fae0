import type { FieldError } from '../errors/problem.ts';
import type { ColumnKind } from '../repository/columns.ts';
import type { Resource } from '../repository/resource.ts';

/** What calls about an entity take and give; generated for each. */
export interface EntityTypes {
  readonly read: Resource;
  /** Absent: it is made otherwise, as files are. */
  readonly create?: unknown;
  readonly change: unknown;
  /** What the columns are: it decides what a list can be asked for. */
  readonly columns: object & { readonly [name: string]: ColumnKind };
  /** Names of those that lists can be filtered by; absent: all. */
  readonly filter?: string;
  /** Names of those that lists can be sorted by; absent: all. */
  readonly sort?: string;
}

/** A resource inside of one that refers to it: `stale` while its owner is away, null where there is none or nobody can tell. */
export type Embedded<R> = (R & { readonly stale?: true }) | null;

/** Why something embedded is null although there is an id. */
export type Unresolved = readonly FieldError[];
