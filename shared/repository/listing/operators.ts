import type { Column, ColumnKind } from '../columns.ts';
import type { Operator } from './list-query.ts';

const OPERATORS: Readonly<Record<ColumnKind, readonly Operator[]>> = {
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
};

/** By what a list can be filtered on a column; nobody asks for null where it cannot be. */
export function operatorsOf({ kind, nullable }: Column): readonly Operator[] {
  return nullable ? OPERATORS[kind] : OPERATORS[kind].filter((operator) => operator !== 'null');
}

/** JSON has no order that databases agree on. */
export function isSortable({ kind }: Column): boolean {
  return kind !== 'json';
}
