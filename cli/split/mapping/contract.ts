import type { Entity, Field, ReferenceField } from '../../config/model.ts';

/** `aurora.split.yaml`, checked against the fleet: what becomes of an old database's tables. */
export interface SplitMapping {
  /** Absolute path. */
  readonly file: string;
  readonly source: {
    /** Where PostgreSQL looks for tables. */
    readonly schema: string;
    /** What times without a zone are in: `UTC`, or an offset such as `+02:00`. */
    readonly timezone: string;
  };
  /** In the order of the file. */
  readonly mappings: readonly Mapping[];
  /** Tables that are left out, each with its reason. */
  readonly ignore: Readonly<Record<string, string>>;
}

/** Rows of one table, or of a query, which become rows of one table of a service. */
export interface Mapping {
  readonly name: string;
  readonly into: Target;
  readonly from: Source;
  /** SQL; rows for which it is not true are left out, and counted. */
  readonly where?: string;
  /** Columns that tell rows apart, and whose order they are read in. Absent: the table's primary key. */
  readonly key?: readonly string[];
  /** `made`: computed from `identity` and the key. `kept`: the key is a UUID and stays what it is. */
  readonly ids: 'made' | 'kept';
  /** Keys of text differ by neither case nor blanks at their end, as the old database had it. */
  readonly foldKeys: boolean;
  /** The name that ids are made of, together with the key: the table's, unless said otherwise. */
  readonly identity: string;
  /** By name of the field; those of a list are `owner`, `item` and maybe `position`. */
  readonly fields: Readonly<Record<string, FieldMapping>>;
  /** Columns that are left out, each with its reason. */
  readonly ignore: Readonly<Record<string, string>>;
}

export type Source =
  | { readonly table: string }
  | { readonly sql: string /** The tables that it reads. */; readonly reads: readonly string[] };

/** Where rows go: an entity, a list of ids of one (a table of its own), or the files of a file service. */
export type Target =
  | { readonly kind: 'entity'; readonly service: string; readonly entity: Entity }
  | { readonly kind: 'list'; readonly service: string; readonly entity: Entity; readonly field: ReferenceField }
  | { readonly kind: 'files'; readonly service: string };

/** Where a value comes from (one of the first four), and what is done to it, in this order. */
export interface FieldMapping {
  readonly column?: string;
  /** Joined by `join`; of a reference, a key of several columns. */
  readonly columns?: readonly string[];
  /** An expression for the old database. */
  readonly sql?: string;
  readonly constant?: string;

  /** Between the texts of `columns`; null ones are left out. */
  readonly join?: string;
  /** One part of a text. */
  readonly split?: { readonly by: string /** From 1; from the end below 0. */; readonly part: number };
  readonly trim?: boolean;
  readonly case?: 'lower' | 'upper';
  /** What stands for nothing, e.g. an empty text or `0000-00-00`. */
  readonly nulls?: readonly string[];
  /** Other values for those of the source; what is not listed does not fit, unless there is `otherwise`. */
  readonly values?: Readonly<Record<string, string>>;
  readonly otherwise?: string;
  /** How a date is written, e.g. `DD.MM.YYYY HH:mm`; `unix` and `unix-ms` for numbers. */
  readonly format?: string;
  /** Cuts texts that are too long instead of refusing their rows. */
  readonly cut?: boolean;
  /** What bytes are texts in. */
  readonly encoding?: 'utf-8' | 'latin1' | 'windows-1252';
  /** Instead of null. */
  readonly default?: string;

  /** Of a reference: the mapping that makes what it leads to, where there are several. */
  readonly to?: string;
  /** Of a reference that leads to no row that was migrated. */
  readonly onOrphan?: 'quarantine' | 'nullify';
}

/** What a list of ids is made of. */
export const LIST_FIELDS = ['owner', 'item', 'position'] as const;

/** Of a file: its bytes (`content`), or where they lie below the folder `--files` (`path`); where a row has both, the bytes. */
export const FILE_FIELDS = ['name', 'content', 'path', 'contentType', 'createdAt', 'updatedAt', 'version'] as const;

/** What a mapping may give beside the entity's own fields. */
export function systemFields(entity: Entity): readonly string[] {
  const audit = entity.audit ? ['createdBy', 'updatedBy'] : [];
  return ['createdAt', 'updatedAt', 'version', ...audit, ...(entity.softDelete ? ['deletedAt'] : [])];
}

/** The fields that are columns of its table. */
export function ownFields({ fields }: Entity): readonly Field[] {
  return fields.filter((field) => !(field.type === 'reference' && field.many));
}

/** Which service the rows go to. */
export function serviceOf({ into }: Mapping): string {
  return into.service;
}

/** What else refers to: `subject-service.Subject`. */
export function entityOf({ into }: Mapping): string {
  return `${into.service}.${into.kind === 'files' ? 'File' : into.entity.name}`;
}
