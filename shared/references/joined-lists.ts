import type { Database, Executor, Row } from '../database/index.ts';
import { type Column, columnsOf, selectionOf, withLists } from '../repository/index.ts';
import type { Join } from './contract.ts';

interface JoinedList extends Pick<Join, 'field' | 'embed'> {
  readonly columns: readonly Column[];
  readonly text: string;
}

/** What lists of ids lead to in the same database. */
export class JoinedLists {
  readonly #all: readonly JoinedList[];

  constructor({ sequelize, dialect }: Database, joins: readonly Join[]) {
    this.#all = joins.map(({ field, embed, define }) => {
      const model = define(sequelize);
      const columns = columnsOf(model);
      const table = dialect.quote(model.getTableName() as string);
      const text = `SELECT ${selectionOf(columns, dialect)} FROM ${table} WHERE id = ANY($1)`;
      return { field, embed, columns, text };
    });
  }

  /** Rows with all of it in the order of their lists: one query a list, for however many rows. */
  async embed<R extends object>(rows: readonly R[], executor: Executor): Promise<readonly R[]> {
    let embedded = rows;
    for (const { field, embed, columns, text } of this.#all) {
      const idsOf = (row: R) => (row as Row)[field] as readonly string[];
      const ids = [...new Set(rows.flatMap(idsOf))];
      const found = ids.length > 0 ? withLists((await executor.query({ text }, [ids])).rows, columns) : [];
      const byId = new Map(found.map((each) => [each.id as string, each]));
      embedded = embedded.map((row) => ({ ...row, [embed]: idsOf(row).flatMap((id) => byId.get(id) ?? []) }));
    }
    return embedded;
  }
}
