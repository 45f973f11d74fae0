/** Where a database is not what it should be: one thing, once. */
export interface Difference {
  /** Null: it is about the database as a whole. */
  readonly table: string | null;
  readonly kind:
    | 'table'
    | 'column'
    | 'primary key'
    | 'index'
    | 'foreign key'
    | 'check'
    | 'trigger'
    | 'enum type'
    | 'rights';
  /** Of what is in the table; null: the table itself, its primary key, or rights on it. */
  readonly name: string | null;
  /**
   * `extra`: there, and nobody asked for it. `invalid`: an index that queries do not use. `not validated`: rows from before may
   * break it.
   */
  readonly problem: 'missing' | 'extra' | 'differs' | 'invalid' | 'not validated';
  /** As the engine says it; null: nothing. */
  readonly found: string | null;
  readonly wanted: string | null;
  /** Whether the service works with it all the same. */
  readonly harmless: boolean;
}
