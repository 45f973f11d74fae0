/** Tables as a fleet's model asks for them, before any engine spells them. Names are those of the database. */
export interface Table {
  readonly name: string;
  /** In the order of their creation. */
  readonly columns: readonly Column[];
  /** Names of columns. */
  readonly primaryKey: readonly string[];
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** What a row has that does not say; absent: null, or nothing that could be. */
  readonly default?: number | 'now';
  /** The engine counts it up. */
  readonly serial?: true;
  /** MySQL alone has it, computed by this SQL: its indexes leave nothing out, and hold no JSON. */
  readonly computedOnMysql?: string;
}

export type ColumnType =
  | { readonly kind: 'string' | 'char' /** In characters. */; readonly length: number }
  | { readonly kind: 'text' /** Never more than 64 KB: MySQL's plain TEXT. */; readonly short?: true }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** On PostgreSQL a type of its own, called by `enumTypeName`. */
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'datetime' /** Digits of a second. */; readonly precision: number }
  | { readonly kind: 'smallint' | 'integer' | 'bigint' | 'date' | 'boolean' | 'uuid' | 'json' };

export interface Index {
  /** Of what is unique by its column alone, engines make up the name (`keyName`). */
  readonly name: string;
  /** In this order. */
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** Whether it is the constraint of a single column. */
  readonly constraint: boolean;
  /** Only rows that are not deleted: a partial index, and on MySQL one that ends in the generated column `_live`. */
  readonly live: boolean;
  /** SQL of the rows that it has; on MySQL it has all. */
  readonly where?: string;
  /** Where MySQL's are others. */
  readonly columnsOnMysql?: readonly string[];
}

export interface ForeignKey {
  readonly name: string;
  readonly column: string;
  /** The table whose `id` it leads to. */
  readonly table: string;
  readonly onDelete: 'restrict' | 'cascade';
}
