import type { Column, ColumnType, Index } from '../contract.ts';

/** A column that always has a value. */
export function column(name: string, type: ColumnType, more: Partial<Column> = {}): Column {
  return { name, type, nullable: false, ...more };
}

export const string = (length: number): ColumnType => ({ kind: 'string', length });
export const datetime = (precision: number): ColumnType => ({ kind: 'datetime', precision });
export const HASH: ColumnType = { kind: 'char', length: 64 };

export const plainIndex = { unique: false, constraint: false, live: false } as const satisfies Partial<Index>;
export const uniqueIndex = { unique: true, constraint: true, live: false } as const satisfies Partial<Index>;
