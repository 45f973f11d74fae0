import type { DomainService } from '../../../../cli/config/model.ts';
import type { Column, Table } from '../../../../cli/schema/contract.ts';
import { tablesOf } from '../../../../cli/schema/tables-of.ts';
import type { Database } from './database.ts';

export type Row = Readonly<Record<string, unknown>>;

const TIME = '2026-01-02 03:04:05.678';

/** An id that tells its table and its number. */
export function idOf(table: number, row: number): string {
  return `00000000-0000-7000-8000-${String(table).padStart(4, '0')}${String(row).padStart(8, '0')}`;
}

/** What code of a model does: it writes all columns that it knows, and no others. */
export class Code {
  readonly tables: readonly Table[];
  readonly #defaults: ReadonlyMap<string, unknown>;

  constructor(service: DomainService) {
    this.tables = tablesOf(service);
    this.#defaults = new Map(
      service.entities.flatMap((entity) => {
        return entity.fields.flatMap((field): [string, unknown][] => {
          return 'default' in field && field.default !== undefined
            ? [[`${entity.table}.${field.column}`, field.default]]
            : [];
        });
      }),
    );
  }

  /** A row in each table, numbered. */
  async insert(database: Database, row: number): Promise<void> {
    for (const [index, table] of this.tables.entries()) {
      const values = table.columns.map((column) => this.#value(table, column, index, row, database.isPostgres));
      const names = table.columns.map(({ name }) => `"${name}"`);
      await database.run(`INSERT INTO "${table.name}" (${names}) VALUES (${names.map(() => '?')})`, values);
    }
  }

  async read(database: Database, row: number): Promise<Record<string, Row | undefined>> {
    const rows: Record<string, Row | undefined> = {};
    for (const [index, { name, columns, primaryKey }] of this.tables.entries()) {
      const key = primaryKey[0] as string;
      const id = idOf(key === 'id' ? index : this.#ownerOf(name), row);
      const list = columns.map((column) => `"${column.name}"`);
      rows[name] = (await database.select<Row>(`SELECT ${list} FROM "${name}" WHERE "${key}" = ?`, [id]))[0];
    }
    return rows;
  }

  /** Gives a row of the first table's another number's values. */
  async update(database: Database, row: number, as: number): Promise<void> {
    for (const [index, table] of this.tables.entries()) {
      if (table.primaryKey[0] !== 'id') continue;
      const changed = table.columns.filter(
        ({ name, type }) => name !== 'id' && type.kind !== 'uuid' && name !== 'deleted_at',
      );
      const set = changed.map(({ name }) => `"${name}" = ?`);
      const values = changed.map((column) => this.#value(table, column, index, as, database.isPostgres));
      await database.run(`UPDATE "${table.name}" SET ${set} WHERE "id" = ?`, [...values, idOf(index, row)]);
    }
  }

  #ownerOf(list: string): number {
    const owner = this.tables.find(({ name }) => name === list)?.foreignKeys.find(({ column }) => column === '_owner');
    return this.tables.findIndex(({ name }) => name === owner?.table);
  }

  #value(
    { name: table, foreignKeys }: Table,
    { name, type, nullable }: Column,
    index: number,
    row: number,
    postgres: boolean,
  ): unknown {
    if (name === 'id') return idOf(index, row);
    if (name === 'deleted_at') return null;
    if (name === '_position') return 0;
    const key = foreignKeys.find(({ column }) => column === name);
    if (key) {
      const target = this.tables.findIndex((each) => each.name === key.table);
      // A circle is closed by nobody here.
      return target >= index && nullable ? null : idOf(target, row);
    }
    const standard = this.#defaults.get(`${table}.${name}`);
    if (standard !== undefined && row % 2 === 0 && type.kind !== 'json' && type.kind !== 'datetime') {
      return standard;
    }
    switch (type.kind) {
      case 'string':
        return `${row}`.slice(0, type.length);
      case 'text':
        return `${row}`;
      case 'integer':
      case 'bigint':
        return row;
      case 'decimal':
        return row.toFixed(type.scale);
      case 'boolean':
        return row % 2 === 0;
      case 'date':
        return `2026-01-0${1 + (row % 8)}`;
      case 'datetime':
        return postgres ? `${TIME}+00` : TIME;
      case 'enum':
        return type.values[row % type.values.length];
      case 'uuid':
        return idOf(99, row);
      case 'json':
        return JSON.stringify([row]);
    }
  }
}
