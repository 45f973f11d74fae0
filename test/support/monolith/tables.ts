import type { Column, Engine, Table } from './contract.ts';

const int = (name: string): Column => ({ name, postgres: 'integer', mariadb: 'int(11)' });
const flag = (name: string): Column => ({ name, postgres: 'smallint', mariadb: 'tinyint(1)' });
const text = (name: string, length: number): Column =>
  varchar(name, length, `varchar(${length}) CHARACTER SET utf8mb4`);
const old = (name: string, length: number): Column => ({
  ...varchar(name, length, `varchar(${length}) CHARACTER SET latin1`),
  charset: 'latin1',
});

function varchar(name: string, length: number, mariadb: string): Column {
  return { name, postgres: `varchar(${length})`, mariadb };
}

/** The application before it was split: integer keys, dates as text, truth as small numbers, and few foreign keys. */
export const TABLES = {
  users: {
    name: 'users',
    primaryKey: ['id'],
    columns: [int('id'), text('email', 200), old('display_name', 200), flag('is_active')],
  },
  subjects: {
    name: 'subjects',
    primaryKey: ['id'],
    columns: [
      int('id'),
      old('code', 64),
      old('title', 500),
      // Written by a program that sent bytes: mostly UTF-8.
      { name: 'descr', postgres: 'text', mariadb: 'blob' },
      text('credit_points', 20),
      flag('is_deleted'),
      text('created_on', 19),
    ],
  },
  documents: {
    name: 'documents',
    primaryKey: ['id'],
    columns: [
      int('id'),
      old('filename', 400),
      text('mime', 100),
      // The first years, in the database; later ones, on a disk.
      { name: 'content', postgres: 'bytea', mariadb: 'longblob', blob: true },
      text('path', 400),
      int('owner_id'),
      text('uploaded_on', 19),
    ],
    foreignKeys: { owner_id: 'users' },
  },
  syllabi: {
    name: 'syllabi',
    primaryKey: ['id'],
    columns: [
      int('id'),
      text('title', 500),
      text('year', 20),
      text('state', 20),
      { name: 'outline', postgres: 'text', mariadb: 'mediumtext CHARACTER SET utf8mb4' },
      int('subject_id'),
      int('document_id'),
      int('author_id'),
      flag('is_deleted'),
      { name: 'created', postgres: 'timestamp', mariadb: 'datetime' },
      { name: 'changed', postgres: 'varchar(19)', mariadb: 'datetime' },
    ],
    foreignKeys: { author_id: 'users' },
  },
  syllabus_subjects: {
    name: 'syllabus_subjects',
    primaryKey: ['syllabus_id', 'subject_id'],
    columns: [int('syllabus_id'), int('subject_id'), int('position')],
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof TABLES;

/** What makes a table; foreign keys come after the rows, unchecked. */
export function createTable(table: Table, engine: Engine): string {
  const columns = table.columns.map((column) => `${column.name} ${column[engine]}`);
  const options = engine === 'mariadb' ? ' ENGINE=InnoDB DEFAULT CHARSET=latin1' : '';
  return `CREATE TABLE ${table.name} (${[...columns, `PRIMARY KEY (${table.primaryKey.join(', ')})`].join(', ')})${options}`;
}

export function addForeignKeys(table: Table, engine: Engine): string[] {
  const unchecked = engine === 'postgres' ? ' NOT VALID' : '';
  return Object.entries(table.foreignKeys ?? {}).map(
    ([column, target]) =>
      `ALTER TABLE ${table.name} ADD CONSTRAINT ${table.name}_${column} FOREIGN KEY (${column}) REFERENCES ${target} (id)${unchecked}`,
  );
}
