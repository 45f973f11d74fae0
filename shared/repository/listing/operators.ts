import type { Column, ColumnKind } from '../columns.ts';
import type { Operator } from './list-query.ts';

/** The typed client reads its types off this. */
export const OPERATORS = {
  uuid: ['eq', 'ne', 'in', 'null'],
  string: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'contains', 'null'],
  text: ['contains', 'null'],
  integer: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'null'],
  bigint: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'null'],
  decimal: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'null'],
  boolean: ['eq', 'ne', 'null'],
  enum: ['eq', 'ne', 'in', 'null'],
  json: ['null'],
  date: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'null'],
  timestamp: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'null'],
  list: ['eq', 'in'],
} as const satisfies Readonly<Record<ColumnKind, readonly Operator[]>>;

/** By what a list can be filtered on a column; nobody asks for null where it cannot be. */
export function operatorsOf({ kind, nullable, withheld }: Column): readonly Operator[] {
  if (withheld?.includes('filter')) return [];
  const operators: readonly Operator[] = OPERATORS[kind];
  return nullable ? operators : operators.filter((operator) => operator !== 'null');
}

/** JSON and lists have no order that databases agree on. */
export function isSortable({ kind, withheld }: Column): boolean {
  return kind !== 'json' && kind !== 'list' && !withheld?.includes('sort');
}

/** Whether `q` looks into it. */
export function isSearched({ kind, withheld }: Column): boolean {
  return (kind === 'string' || kind === 'text') && !withheld?.includes('search');
}

/** Whether lists take `q`: not where the config leaves it nothing to look into. */
export function takesSearch(columns: readonly Column[]): boolean {
  return columns.some(isSearched) || !columns.some(({ withheld }) => withheld?.includes('search'));
}
