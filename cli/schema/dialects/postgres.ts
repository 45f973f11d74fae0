import type { CatalogColumn } from '../catalog/contract.ts';
import type { ColumnType, Index } from '../contract.ts';
import type { Dialect } from './contract.ts';
import { type Spelling, spellColumn, spellEnum, spellIndex, spellKeys } from './spell.ts';

const SPELLING: Spelling = {
  type: typeOf,
  now: (precision) => `CURRENT_TIMESTAMP(${precision})`,
};

export const POSTGRES: Dialect = {
  spell: (table) => ({
    ...spellKeys(table),
    columns: table.columns
      .filter(({ computedOnMysql }) => computedOnMysql === undefined)
      .map((column) => spellColumn(column, SPELLING)),
    indexes: table.indexes.map((index) => spellIndex(index, index.columns, whereOf(index))),
  }),
  plain: ({ tables }) =>
    tables.map((table) => ({ ...table, rows: null, comment: null, columns: table.columns.map(plainColumn) })),
};

function typeOf(type: ColumnType): string {
  switch (type.kind) {
    case 'string':
      return `character varying(${type.length})`;
    case 'char':
      return `character(${type.length})`;
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`;
    case 'datetime':
      // Sequelize asks for no number of digits there: microseconds.
      return 'timestamp with time zone';
    case 'enum':
      return spellEnum(type.values);
    default:
      return type.kind;
  }
}

function whereOf({ live, where = live ? 'deleted_at IS NULL' : undefined }: Index): string | null {
  return where === undefined ? null : `(${where})`;
}

/** The name of an enum's type follows no rename of its table; its values count. */
function plainColumn(column: CatalogColumn): CatalogColumn {
  return {
    ...column,
    comment: null,
    type: column.values ? spellEnum(column.values) : column.type,
    default: column.autoIncrement ? null : column.default,
  };
}
