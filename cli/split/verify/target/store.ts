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
  /** Of a list: which version the owners have of what is in it, or was. */
  ownerVersions(shape: Shape, ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Those of the ids that rows have. */
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
  const select = (shape: Shape) => {
    const values = shape.columns.map(({ column, kind }, at) => `${text(column, kind)} AS v${at}`);
    return `SELECT ${idOf(shape, spelling)} AS id, ${versionOf(shape, spelling)} AS version, ${values.join(', ')} FROM ${quote(shape.table)}`;
  };
  const ask = async (shape: Shape, sql: string, values: readonly unknown[]): Promise<Stored[]> => {
    const keys = shape.columns.map(({ kind }, at) => [`v${at}`, kind] as const);
    return (await client.query<Record<string, string | null>>(sql, values)).map((row) => ({
      id: row.id as string,
      version: Number(row.version),
      values: keys.map(([key, kind]) => canonical(kind, row[key] ?? null)),
    }));
  };

  return {
    client,
    spelling,
    async *all(shape) {
      const keys = keysOf(shape);
      const places = keys.map((_, at) => `$${at + 1}`).join(', ');
      const order = keys.map(quote).join(', ');
      const sql = `${select(shape)} WHERE (${order}) > (${places}) ORDER BY ${order} LIMIT ${PAGE}`;
      for (let after = keys.map(() => FIRST_ID); ; ) {
        const rows = await ask(shape, sql, after);
        if (rows.length > 0) yield rows;
        if (rows.length < PAGE) return;
        after = (rows.at(-1) as Stored).id.split(',');
      }
    },
    async withIds(shape, ids) {
      if (ids.length === 0) return new Map();
      const wanted = new Set(ids);
      const first = [...new Set(ids.map(ownerIn))];
      const sql = `${select(shape)} WHERE ${among(keysOf(shape)[0] as string, '$1', 'uuid')}`;
      const rows = await ask(shape, sql, [first]);
      return new Map(rows.filter(({ id }) => wanted.has(id)).map((row) => [row.id, row]));
    },
    async ownerVersions({ owners }, ids) {
      if (owners === undefined || ids.length === 0) return new Map();
      const sql = `SELECT id, version FROM ${quote(owners)} WHERE ${among('id', '$1', 'uuid')}`;
      const rows = await client.query<{ id: string; version: number }>(sql, [[...new Set(ids.map(ownerIn))]]);
      const versions = new Map(rows.map(({ id, version }) => [id, version]));
      return new Map(ids.map((id) => [id, versions.get(ownerIn(id)) ?? 0]));
    },
    async existing({ table }, ids) {
      if (ids.length === 0) return new Set();
      const sql = `SELECT id FROM ${quote(table)} WHERE ${among('id', '$1', 'uuid')}`;
      return new Set((await client.query<{ id: string }>(sql, [ids])).map(({ id }) => id));
    },
  };
}

/** Of `owner,item` the owner; of an id itself. */
export const ownerIn = (id: string): string => id.slice(0, FIRST_ID.length);

/** What tells rows apart; of a list its two ids. */
function keysOf({ owners, columns }: Shape): readonly string[] {
  return owners === undefined ? ['id'] : columns.map(({ column }) => column);
}

function idOf(shape: Shape, { quote, pair }: Spelling): string {
  const [first = '', second] = keysOf(shape);
  return second === undefined ? quote(first) : pair(first, second);
}

/** A list changes with its owner. */
function versionOf({ owners, table }: Shape, { quote }: Spelling): string {
  if (owners === undefined) return 'version';
  return `(SELECT version FROM ${quote(owners)} AS owner WHERE owner.id = ${quote(table)}.${quote('_owner')})`;
}
