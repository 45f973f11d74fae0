import type { Column, ForeignKey, Index, Table } from '../../../schema/contract.ts';
import { mysqlName, postgresName, primaryKeyName, quoted, quotedList } from './names.ts';
import { createType, mysqlType, postgresType } from './spell.ts';

/** The generated column of MySQL's that is null for what is deleted: its indexes leave nothing out. */
export const LIVE = '_live';

export function hasLive({ indexes }: Pick<Table, 'indexes'>): boolean {
  return indexes.some(({ live }) => live);
}

/** MariaDB changes no column of a table with an indexed virtual one while others write. */
export function unlocked(table: Pick<Table, 'indexes'>): string {
  return hasLive(table) ? '' : ', LOCK=NONE';
}

export function postgresIndex(table: string, index: Index, name = postgresName(table, index)): string {
  const { unique, columns, live } = index;
  const where = live ? ` WHERE ${quoted('deleted_at')} IS NULL` : '';
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${quoted(name)} ON ${quoted(table)} (${quotedList(columns)})${where}`;
}

/** After ALTER TABLE. */
export function mysqlIndex(index: Index, name = mysqlName(index)): string {
  const columns = [...index.columns, ...(index.live ? [LIVE] : [])];
  return `ADD ${index.unique ? 'UNIQUE ' : ''}INDEX ${quoted(name)} (${quotedList(columns)})`;
}

export const ADD_LIVE = `ADD COLUMN ${quoted(LIVE)} boolean GENERATED ALWAYS AS (IF(${quoted('deleted_at')} IS NULL, TRUE, NULL)) VIRTUAL`;

/** After ALTER TABLE. */
export function foreignKey({ name, column, table, onDelete }: ForeignKey): string {
  const rules = `ON DELETE ${onDelete.toUpperCase()} ON UPDATE RESTRICT`;
  return `ADD CONSTRAINT ${quoted(name)} FOREIGN KEY (${quoted(column)}) REFERENCES ${quoted(table)} (${quoted('id')}) ${rules}`;
}

/** A whole table with what belongs to it; nobody waits for it yet. */
export function createTable(table: Table): { readonly postgres: string[]; readonly mysql: string[] } {
  const { name, columns, indexes, foreignKeys } = table;
  return {
    postgres: [
      ...columns.flatMap((column) => createType(name, column)),
      createStatement(table, (column) => postgresType(name, column), [
        `CONSTRAINT ${quoted(primaryKeyName(name))} PRIMARY KEY (${quotedList(table.primaryKey)})`,
        ...indexes
          .filter(({ constraint }) => constraint)
          .map((each) => `CONSTRAINT ${quoted(postgresName(name, each))} UNIQUE (${quotedList(each.columns)})`),
      ]),
      ...indexes
        .filter(({ constraint }) => !constraint)
        .map((each) => postgresIndex(name, each).replace(' CONCURRENTLY', '')),
      ...foreignKeys.map((key) => `ALTER TABLE ${quoted(name)} ${foreignKey(key)}`),
    ],
    mysql: [
      createStatement(table, ({ type }) => mysqlType(type), [`PRIMARY KEY (${quotedList(table.primaryKey)})`]),
      ...(hasLive(table) ? [`ALTER TABLE ${quoted(name)} ${ADD_LIVE}`] : []),
      ...indexes.map((each) => `ALTER TABLE ${quoted(name)} ${mysqlIndex(each)}`),
      ...foreignKeys.map((key) => `ALTER TABLE ${quoted(name)} ${foreignKey(key)}`),
    ],
  };
}

function createStatement(
  { name, columns }: Table,
  typeOf: (column: Column) => string,
  constraints: readonly string[],
): string {
  const lines = [
    ...columns.map((column) => `${quoted(column.name)} ${typeOf(column)}${column.nullable ? '' : ' NOT NULL'}`),
    ...constraints,
  ];
  return `CREATE TABLE ${quoted(name)} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)`;
}
