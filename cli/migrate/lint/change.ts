/** What a statement changes, said the same for every engine: what rules look at. */
export type Change =
  | {
      readonly kind: 'create-table';
      readonly table: string;
      readonly columns: readonly Column[];
      readonly constraints: readonly Constraint[];
    }
  | { readonly kind: 'drop'; readonly what: Dropped; readonly name: string; readonly cascade?: boolean }
  | {
      readonly kind: 'rename';
      readonly what: 'table' | 'view' | 'schema';
      readonly name: string;
      readonly to: string;
    }
  | { readonly kind: 'add-column'; readonly table: string; readonly column: Column }
  | { readonly kind: 'drop-column'; readonly table: string; readonly column: string; readonly cascade?: boolean }
  | { readonly kind: 'rename-column'; readonly table: string; readonly column: string; readonly to: string }
  /** All of a column said anew: MySQL's MODIFY and CHANGE. */
  | { readonly kind: 'modify-column'; readonly table: string; readonly column: Column }
  | {
      readonly kind: 'change-type';
      readonly table: string;
      readonly column: string;
      readonly type: Type;
      readonly using?: boolean;
    }
  | {
      readonly kind: 'set-not-null' | 'drop-not-null' | 'set-default' | 'drop-default';
      readonly table: string;
      readonly column: string;
    }
  | { readonly kind: 'add-constraint'; readonly table: string; readonly constraint: Constraint }
  | { readonly kind: 'validate-constraint'; readonly table: string; readonly name: string }
  | { readonly kind: 'drop-constraint'; readonly table: string; readonly name: string }
  | ({ readonly kind: 'create-index' } & Index)
  | { readonly kind: 'drop-index'; readonly name: string; readonly concurrently: boolean; readonly table?: string }
  | {
      readonly kind: 'reindex' | 'detach-partition' | 'refresh-view';
      readonly name: string;
      readonly concurrently: boolean;
    }
  | { readonly kind: 'attach-partition'; readonly table: string }
  /** Every row is written anew, or read, while others wait; `by` is what asks for it: `ENGINE`, `CLUSTER`. */
  | { readonly kind: 'rebuild'; readonly table: string; readonly by: string }
  /** The clauses by which MySQL is told how to go about an ALTER. */
  | { readonly kind: 'method'; readonly table: string; readonly algorithm?: string; readonly lock?: string }
  | { readonly kind: 'rename-enum-value' | 'add-enum-value'; readonly type: string; readonly value: string }
  | { readonly kind: 'alter-domain' | 'create-constrained-domain'; readonly name: string }
  | { readonly kind: 'truncate'; readonly table: string; readonly cascade: boolean }
  | {
      readonly kind: 'write';
      readonly verb: 'UPDATE' | 'DELETE' | 'MERGE' | 'INSERT … SELECT';
      readonly table: string;
      readonly batched: boolean;
      /** The column that its WHERE compares with values, where that is all it says: rows that are named one by one. */
      readonly named?: string | undefined;
    }
  | { readonly kind: 'transaction' | 'lock-table' | 'set-timeout'; readonly name: string }
  /** What comes from the same call is sent, and on PostgreSQL committed, as one. */
  | { readonly kind: 'several' }
  | { readonly kind: 'unreadable'; readonly why: string };

export type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

export type Dropped = 'table' | 'view' | 'database' | 'schema' | 'other';

export interface Type {
  /** As the engine's own catalogue spells it, in small letters: `varchar`, `int4`, `enum`. */
  readonly name: string;
  /** What stands in brackets: a length, precision and scale, values of an enum. */
  readonly args: readonly string[];
  readonly unsigned?: boolean;
  readonly charset?: string;
}

export interface Column {
  readonly name: string;
  readonly type: Type;
  readonly notNull: boolean;
  /** `constant`: one value for all rows. `expression`: one for each. Absent: none. */
  readonly fallback?: 'constant' | 'expression' | 'null';
  /** Numbered by the engine: serial, identity, AUTO_INCREMENT. */
  readonly numbered: boolean;
  readonly generated?: 'stored' | 'virtual';
  /** Said beside the column. */
  readonly constraints: readonly Constraint[];
}

export interface Constraint {
  readonly type: 'check' | 'foreign-key' | 'unique' | 'primary-key' | 'exclusion' | 'not-null';
  readonly name: string;
  readonly columns: readonly string[];
  /** Of a foreign key. */
  readonly references?: string;
  /** NOT VALID: rows that are there are not looked at. MySQL's NOT ENFORCED does not look at any. */
  readonly unchecked: boolean;
  /** USING INDEX: nothing has to be built. */
  readonly usingIndex?: boolean;
  /** Of a check that says no more than that a column is not null: that column. */
  readonly notNullOf?: string;
  /** Said beside a column, not after all of them. */
  readonly inline?: boolean;
}

export interface Index {
  readonly name: string;
  readonly table: string;
  readonly unique: boolean;
  readonly columns: readonly string[];
  readonly concurrently: boolean;
  readonly ifNotExists: boolean;
  readonly form?: 'fulltext' | 'spatial' | 'vector';
}
