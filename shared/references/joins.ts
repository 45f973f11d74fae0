import type { Database, Executor, Row } from '../database/index.ts';
import { type Carried, type Column, columnsOf, listIn, selectionOf, withLists } from '../repository/index.ts';
import type { Join } from './contract.ts';
import { JoinedLists } from './joined-lists.ts';

interface Joined extends Join {
  readonly table: string;
  readonly columns: readonly Column[];
  /** Columns are carried as `j0_1`: databases cut long names, and no field can have this one. */
  readonly prefix: string;
}

/** What lies in other tables of the same database: rows bring it along by join, and what was just written is read anew. */
export class Joins {
  readonly #database: Database;
  readonly #all: readonly Joined[];
  readonly #lists: JoinedLists;

  constructor(database: Database, joins: readonly Join[]) {
    this.#database = database;
    this.#lists = new JoinedLists(
      database,
      joins.filter(({ many }) => many),
    );
    const single = joins.filter(({ many }) => !many);
    this.#all = single.map((join, index) => {
      const model = join.define(database.sequelize);
      return { ...join, table: model.getTableName() as string, columns: columnsOf(model), prefix: `j${index}_` };
    });
  }

  carried(): readonly Carried[] {
    const { quote } = this.#database.dialect;
    return this.#all.map(({ field, table, columns, prefix }) => {
      const alias = quote(`${prefix}of`);
      const flat = columns.map((column, index) => ({ ...column, name: prefix + index }));
      return {
        column: selectionOf(flat, this.#database.dialect, alias),
        join: `LEFT JOIN ${quote(table)} AS ${alias} ON ${alias}.id = page.${quote(field)}`,
      };
    });
  }

  /** Rows that came with what they refer to, with that under its keys. */
  nest<R extends object>(rows: readonly R[]): readonly R[] {
    if (this.#all.length === 0) return rows;
    return rows.map((row) => {
      const own = Object.entries(row).filter(([name]) => !FLAT.test(name));
      const embedded = this.#all.map(({ embed, columns, prefix }) => [embed, resourceIn(row as Row, columns, prefix)]);
      return Object.fromEntries([...own, ...embedded]);
    });
  }

  /** Rows with what is in their lists: one query a list, for however many. */
  embedLists<R extends object>(rows: readonly R[], executor: Executor = this.#database): Promise<readonly R[]> {
    return this.#lists.embed(rows, executor);
  }

  /** The resource with what it refers to, which is read now unless it came with it. */
  async embed<R extends object>(resource: R, executor: Executor = this.#database): Promise<R> {
    const [whole] = await this.embedLists([await this.#embedOne(resource, executor)], executor);
    return whole as R;
  }

  async #embedOne<R extends object>(resource: R, executor: Executor): Promise<R> {
    if (this.#all.length === 0) return resource;
    if (Object.hasOwn(resource, 'j0_0')) return this.nest([resource])[0] as R;
    const embedded: Record<string, unknown> = {};
    for (const { field, embed, table, columns } of this.#all) {
      const id = (resource as Row)[field];
      if (id === null) embedded[embed] = null;
      else {
        const { dialect } = this.#database;
        const text = `SELECT ${selectionOf(columns, dialect)} FROM ${dialect.quote(table)} WHERE id = $1`;
        const { rows } = await executor.query({ name: `${table}-joined`, text }, [id]);
        embedded[embed] = withLists(rows, columns)[0] ?? null;
      }
    }
    return { ...resource, ...embedded };
  }
}

const FLAT = /^j\d+_/;

function resourceIn(row: Row, columns: readonly Column[], prefix: string): Row | null {
  if (row[`${prefix}0`] === null) return null;
  return Object.fromEntries(
    columns.map(({ name, kind }, index) => [name, kind === 'list' ? listIn(row[prefix + index]) : row[prefix + index]]),
  );
}
