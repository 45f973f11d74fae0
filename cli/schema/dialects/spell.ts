import type { CatalogColumn, CatalogIndex, CatalogTable } from '../catalog/contract.ts';
import type { Column, ColumnType, Index, Table } from '../contract.ts';

/** What engines say in their own ways. */
export interface Spelling {
  type(type: ColumnType): string;
  /** What is the time now, to so many digits of a second. */
  now(precision: number): string;
}

/** A table without its columns and indexes, as a catalog tells it. */
export function spellKeys({ name, primaryKey, foreignKeys }: Table) {
  return {
    name,
    rows: null,
    comment: null,
    primaryKey,
    foreignKeys: foreignKeys.map(({ name, column, table, onDelete }) => ({
      ...{ name, columns: [column], target: { table, columns: ['id'] } },
      ...{ onDelete, onUpdate: 'restrict' as const, validated: true },
    })),
    checks: [],
    triggers: [],
  } satisfies Partial<CatalogTable>;
}

export function spellColumn(column: Column, spelling: Spelling): CatalogColumn {
  const { name, type, nullable, serial = false } = column;
  return {
    ...{
      name,
      type: spelling.type(type),
      nullable,
      autoIncrement: serial,
      generated: null,
      onUpdate: null,
      comment: null,
    },
    default: defaultOf(column, spelling),
    values: type.kind === 'enum' ? type.values : null,
    collation: null,
  };
}

function defaultOf({ default: value, type }: Column, { now }: Spelling): string | null {
  if (value === undefined) return null;
  return value === 'now' ? now(type.kind === 'datetime' ? type.precision : 0) : String(value);
}

export function spellIndex(
  { name, unique, constraint }: Index,
  columns: readonly string[],
  where: string | null,
): CatalogIndex {
  return { name, columns, unique, where, method: 'btree', valid: true, constraint };
}

/** `enum('a','it''s')`. */
export function spellEnum(values: readonly string[]): string {
  return `enum(${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',')})`;
}
