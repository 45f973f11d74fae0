import type { CatalogColumn, CatalogTable } from '../catalog/contract.ts';
import type { Column, ColumnType, Index, Table } from '../contract.ts';
import type { Dialect } from './contract.ts';
import { type Spelling, spellColumn, spellEnum, spellIndex, spellKeys } from './spell.ts';

const SPELLING: Spelling = {
  type: typeOf,
  now: (precision) => `current_timestamp(${precision})`,
};

/** Null among what is deleted, so that it is in nobody's way. */
const LIVE: Column = {
  name: '_live',
  type: { kind: 'boolean' },
  nullable: true,
  computedOnMysql: 'IF(deleted_at IS NULL, TRUE, NULL)',
};

/** MySQL and MariaDB. */
export const MYSQL: Dialect = {
  spell: (table) => ({
    ...spellKeys(table),
    columns: columnsOf(table).map((column) => ({
      ...spellColumn({ ...column, type: told(column.type) }, SPELLING),
      generated: column.computedOnMysql === undefined ? null : bare(column.computedOnMysql),
    })),
    indexes: table.indexes.map((index) => ({
      ...spellIndex(index, indexed(index), null),
      // What it makes up itself.
      name: (index.constraint ? index.columns[0] : undefined) ?? index.name,
    })),
  }),
  plain: ({ tables, collation }) => tables.map((table) => plainTable(table, collation)),
};

/** A catalog there is UTF-8 of three bytes: whatever needs more is a question mark. */
function told(type: ColumnType): ColumnType {
  if (type.kind !== 'enum') return type;
  return { ...type, values: type.values.map((value) => value.replace(/[\u{10000}-\u{10ffff}]/gu, '?')) };
}

function columnsOf({ columns, indexes }: Table): readonly Column[] {
  return indexes.some(({ live }) => live) ? [...columns, LIVE] : columns;
}

function indexed({ columns, columnsOnMysql, live }: Index): readonly string[] {
  return columnsOnMysql ?? (live ? [...columns, LIVE.name] : columns);
}

function typeOf(type: ColumnType): string {
  switch (type.kind) {
    case 'string':
      return `varchar(${type.length})`;
    case 'char':
      return `char(${type.length})`;
    case 'text':
      return type.short ? 'text' : 'longtext';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'datetime':
      return `datetime(${type.precision})`;
    case 'enum':
      return spellEnum(type.values);
    case 'integer':
      return 'int';
    case 'boolean':
      return 'tinyint(1)';
    case 'uuid':
      return 'char(36)';
    default:
      return type.kind;
  }
}

function plainTable(table: CatalogTable, usual: string | null): CatalogTable {
  const checks = new Map(table.checks.map((check) => [check.name, bare(check.expression)]));
  // MariaDB keeps JSON as a text that a check of the column's name looks at.
  const isJson = ({ name, type }: CatalogColumn) =>
    type === 'longtext' && checks.get(name) === `json_valid${name.toLowerCase()}`;
  const json = new Set(table.columns.filter(isJson).map(({ name }) => name));
  return {
    ...table,
    rows: null,
    comment: null,
    columns: table.columns.map((column) => ({
      ...column,
      comment: null,
      type: json.has(column.name) ? 'json' : plainType(column),
      default: plainDefault(column.default),
      generated: column.generated === null ? null : bare(column.generated),
      // What ids and JSON are compared by depends on the server, and is by bytes.
      collation: column.collation === usual || column.collation?.endsWith('_bin') ? null : column.collation,
    })),
    // Both refuse, and at once.
    foreignKeys: table.foreignKeys.map((key) => ({
      ...key,
      onDelete: key.onDelete === 'no action' ? 'restrict' : key.onDelete,
      onUpdate: key.onUpdate === 'no action' ? 'restrict' : key.onUpdate,
    })),
    checks: table.checks.filter(({ name }) => !json.has(name)),
  };
}

/** MariaDB, and MySQL before 8.0.19, say how wide integers are shown. */
function plainType({ type, values }: CatalogColumn): string {
  if (values) return spellEnum(values);
  return type === 'tinyint(1)' ? type : type.replace(/^(tiny|small|medium|big)?int\(\d+\)/, '$1int');
}

function plainDefault(sql: string | null): string | null {
  return sql && /^current_timestamp/i.test(sql) ? sql.toLowerCase() : sql;
}

/** What is left of an expression when all is gone that engines write in different ways. */
function bare(sql: string): string {
  return sql
    .toLowerCase()
    .replace(/[`"()\s]/g, '')
    .replace(/\btrue\b/g, '1');
}
