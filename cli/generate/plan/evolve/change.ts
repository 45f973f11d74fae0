import type { Column, ColumnType, ForeignKey, Index, Table } from '../../../schema/contract.ts';

/** One difference between the tables of a service before and after; names are those of today. */
export type Change =
  | { readonly kind: 'rename table'; readonly from: Table; readonly to: Table }
  | { readonly kind: 'add table'; readonly table: Table }
  | { readonly kind: 'drop table'; readonly table: Table }
  | {
      readonly kind: 'add column' | 'drop column' | 'require column' | 'relax column';
      readonly table: Pair;
      readonly column: Column;
    }
  | { readonly kind: 'rename column'; readonly table: Pair; readonly from: Column; readonly to: Column }
  | { readonly kind: 'change type'; readonly table: Pair; readonly column: Column; readonly to: ColumnType }
  | { readonly kind: 'add index' | 'drop index'; readonly table: Pair; readonly index: Index }
  | { readonly kind: 'replace index'; readonly table: Pair; readonly from: Index; readonly to: Index }
  | { readonly kind: 'add foreign key' | 'drop foreign key'; readonly table: Pair; readonly key: ForeignKey };

/** A table before and after. */
export interface Pair {
  readonly before: Table;
  readonly after: Table;
  /** The columns that have another name: new → old. */
  readonly renamed: ReadonlyMap<string, string>;
}
