/** A connection to a database. */
export interface Asked {
  /** @param values for `$1`, `$2` …, each used once and in this order */
  query<T extends object>(text: string, values?: readonly unknown[]): Promise<T[]>;
}

/** What a database has, whoever made it: each engine's own words for types and expressions, in one shape. */
export interface Catalog {
  /** By name. Views are none of them, nor are partitions: they are their table's. */
  readonly tables: readonly CatalogTable[];
  /** PostgreSQL's, by name, also those that no column uses; MySQL has none by themselves. */
  readonly enumTypes: readonly EnumType[];
  /** What texts are sorted and compared by unless a column says otherwise; null: PostgreSQL's columns do not repeat it. */
  readonly collation: string | null;
}

export interface CatalogTable {
  readonly name: string;
  /** As many as the engine guesses; null: it has no idea. */
  readonly rows: number | null;
  readonly comment: string | null;
  /** In the table's own order. */
  readonly columns: readonly CatalogColumn[];
  /** Names of columns; none: the table has no primary key. */
  readonly primaryKey: readonly string[];
  /** All others than the primary key's, by name. */
  readonly indexes: readonly CatalogIndex[];
  readonly foreignKeys: readonly CatalogForeignKey[];
  readonly checks: readonly CatalogCheck[];
  readonly triggers: readonly CatalogTrigger[];
}

export interface CatalogColumn {
  readonly name: string;
  /** As the engine spells it: `character varying(32)`, `varchar(32)`, `int(10) unsigned`. */
  readonly type: string;
  /** Whether it may hold nulls: PostgreSQL's NOT NULL that is not validated has not said so. */
  readonly nullable: boolean;
  /** SQL: `now()`, `'draft'`, `nextval('…')`; null: none, or null. */
  readonly default: string | null;
  /** SQL of what is computed from other columns; null: it is not. */
  readonly generated: string | null;
  /** The engine counts it up: an identity, a serial, AUTO_INCREMENT. */
  readonly autoIncrement: boolean;
  /** MySQL's `ON UPDATE CURRENT_TIMESTAMP`. */
  readonly onUpdate: string | null;
  /** Of an enum, in their order; null: it is none. MySQL tells a question mark for what has four bytes in UTF-8. */
  readonly values: readonly string[] | null;
  /** Of texts; null on PostgreSQL where it is the database's own. */
  readonly collation: string | null;
  readonly comment: string | null;
}

export interface CatalogIndex {
  readonly name: string;
  /** Names of columns, in this order; an expression stands in parentheses, and `title(20)` is MySQL's index of a beginning. */
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** SQL of which rows it has; null: all. */
  readonly where: string | null;
  /** `btree`, `gin`, `fulltext` … */
  readonly method: string;
  /** False: left over by a build that failed, or ignored by queries. */
  readonly valid: boolean;
  /** Whether it backs a constraint; on MySQL whatever is unique does. */
  readonly constraint: boolean;
}

export interface CatalogForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly target: { readonly table: string; readonly columns: readonly string[] };
  readonly onDelete: Action;
  readonly onUpdate: Action;
  /** False: rows from before may break it. */
  readonly validated: boolean;
}

export type Action = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

export interface CatalogCheck {
  readonly name: string;
  /** SQL of what holds. */
  readonly expression: string;
  /** False: rows from before may break it. */
  readonly validated: boolean;
}

export interface CatalogTrigger {
  readonly name: string;
  /** SQL; on MySQL its timing, its event and its body. */
  readonly definition: string;
}

export interface EnumType {
  readonly name: string;
  readonly values: readonly string[];
}
