import type { ColumnKind } from '../repository/columns.ts';
import type { OPERATORS } from '../repository/listing/operators.ts';
import type { EntityTypes } from './types.ts';

/** A value to be equal to, or conditions that hold together. Services check by the same table of operators. */
export type Filter<K extends ColumnKind, V> =
  | ('eq' extends OperatorsOf<K, V> ? NonNullable<V> : never)
  | { readonly [O in OperatorsOf<K, V>]?: Operand<O, NonNullable<V>> };

type OperatorsOf<K extends ColumnKind, V> = null extends V
  ? (typeof OPERATORS)[K][number]
  : Exclude<(typeof OPERATORS)[K][number], 'null'>;

type Operand<O, V> = O extends 'in' ? readonly V[] : O extends 'null' ? boolean : O extends 'contains' ? string : V;

/** What the config leaves open of the names that lists could be asked by. */
type Open<T extends EntityTypes, Use extends 'filter' | 'sort'> =
  T extends Readonly<Record<Use, infer Names>> ? Names & keyof T['columns'] : keyof T['columns'];

type Sortable<T extends EntityTypes> = {
  [Name in Open<T, 'sort'>]: T['columns'][Name] extends 'json' | 'list' ? never : Name & string;
}[Open<T, 'sort'>];

type Filters<T extends EntityTypes> = {
  readonly [Name in Open<T, 'filter'>]?: Name extends keyof T['read']
    ? Filter<T['columns'][Name] & ColumnKind, T['columns'][Name] extends 'list' ? string : T['read'][Name]>
    : never;
};

/** What of a list somebody wants to see. */
export interface ListQuery<T extends EntityTypes> {
  readonly filter?: Filters<T>;
  /** Fields in order of weight, `-` before those that go down. */
  readonly sort?: readonly `${'' | '-'}${Sortable<T>}`[];
  /** Text that any text field holds, whatever its case. */
  readonly q?: string;
  /** Rows of a page, 1 to 100; 20 unless given. */
  readonly limit?: number;
}

export interface PageQuery<T extends EntityTypes> extends ListQuery<T> {
  /** `nextCursor` of the page before, with the same `sort`. */
  readonly cursor?: string | undefined;
}

/** As it stands in a URL, its `?` included; empty for a query that asks for nothing. */
export function queryString<T extends EntityTypes>({ filter, sort, q, limit, cursor }: PageQuery<T>): string {
  const search = new URLSearchParams();
  for (const [field, wanted] of Object.entries<unknown>(filter ?? {})) {
    if (wanted === undefined) continue;
    const conditions = typeof wanted === 'object' && wanted !== null ? wanted : { eq: wanted };
    for (const [operator, value] of Object.entries(conditions)) {
      if (value === undefined) continue;
      search.set(operator === 'eq' ? `filter[${field}]` : `filter[${field}][${operator}]`, String(value));
    }
  }
  if (sort && sort.length > 0) search.set('sort', sort.join(','));
  if (q !== undefined) search.set('q', q);
  if (limit !== undefined) search.set('limit', String(limit));
  if (cursor !== undefined) search.set('cursor', cursor);
  // A comma means itself here, and keeps a hundred ids shorter.
  const text = search.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}
