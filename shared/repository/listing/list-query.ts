import type { Column } from '../columns.ts';

/** What a client asked of a list, checked against the columns. Made from `?limit=&cursor=&sort=&filter[…]=&q=`. */
export interface ListQuery {
  readonly limit: number;
  readonly sort: readonly SortKey[];
  readonly filters: readonly Filter[];
  readonly search?: string;
  /** Values of the sort keys in the last row of the page before. */
  readonly after?: readonly unknown[];
}

export interface SortKey {
  readonly column: Column;
  readonly descending: boolean;
}

export interface Filter {
  readonly column: Column;
  readonly operator: Operator;
  readonly value: unknown;
}

export type Operator = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'contains' | 'null';
