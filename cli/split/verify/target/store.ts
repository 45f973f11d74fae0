import { withClient } from '../../../migrate/client.ts';
import type { Client } from '../../../migrate/engines/contract.ts';
import { isPostgres } from '../../../runtimes/databases.ts';
import type { Shape } from './shape.ts';
import { MYSQL, POSTGRES, type Spelling } from './spelling.ts';
import { canonical } from './value.ts';

/** A row as it stands: its values in the order of the shape's columns, in their one spelling. */
export interface Stored {
  readonly id: string;
  readonly version: number;
  readonly values: readonly (string | null)[];
}

/** A service's own database, read in pages: memory does not grow with the tables. */
export interface Store {
  readonly client: Client;
  readonly spelling: Spelling;
  /** All rows of a table, in the order of their ids. */
  all(shape: Shape): AsyncGenerator<readonly Stored[]>;
  withIds(shape: Shape, ids: readonly string[]): Promise<ReadonlyMap<string, Stored>>;
  /** Those of the ids that rows have; deleted ones have none. */
  existing(shape: Shape, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Rows that are asked for at once. */
export const PAGE = 5_000;
/** Before any other. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export function withStore<T>(url: string, work: (store: Store) => Promise<T>): Promise<T> {
  return withClient(url, (client) => work(storeOn(client, isPostgres(url) ? POSTGRES : MYSQL)));
}

function storeOn(client: Client, spelling: Spelling): Store {
  const { quote, text, among } = spelling;
  const select = ({ columns, table }: Shape) =>
    `SELECT ${['id', 'version', ...columns.map(({ column, kind }, at) => `${text(column, kind)} AS v${at}`)].join(', ')} FROM ${quote(table)}`;
  const read = ({ columns }: Shape) => {
    const keys = columns.map(({ kind }, at) => [`v${at}`, kind] as const);
    return (row: Record<string, string | null>): Stored => ({
      id: row.id as string,
      version: Number(row.version),
      values: keys.map(([key, kind]) => canonical(kind, row[key] ?? null)),
    });
  };

  return {
    client,
    spelling,
    async *all(shape) {
      const sql = `${select(shape)} WHERE id > $1 ORDER BY id LIMIT ${PAGE}`;
      for (let after = FIRST_ID; ; ) {
        const rows = (await client.query<Record<string, string | null>>(sql, [after])).map(read(shape));
        if (rows.length > 0) yield rows;
        if (rows.length < PAGE) return;
        after = (rows.at(-1) as Stored).id;
      }
    },
    async withIds(shape, ids) {
      if (ids.length === 0) return new Map();
      const sql = `${select(shape)} WHERE ${among('id', '$1', 'uuid')}`;
      const rows = (await client.query<Record<string, string | null>>(sql, [ids])).map(read(shape));
      return new Map(rows.map((row) => [row.id, row]));
    },
    async existing({ table, deletedColumn }, ids) {
      if (ids.length === 0) return new Set();
      const alive = deletedColumn ? ` AND ${quote(deletedColumn)} IS NULL` : '';
      const sql = `SELECT id FROM ${quote(table)} WHERE ${among('id', '$1', 'uuid')}${alive}`;
      return new Set((await client.query<{ id: string }>(sql, [ids])).map(({ id }) => id));
    },
  };
}
