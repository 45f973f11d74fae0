import type { Dialect, Executor, Row } from '../database/index.ts';
import type { Column } from './columns.ts';
import type { Resource } from './resource.ts';

/** Lists of ids (`many`): each lies in a table of its own, a row for each id, with its owner and its place. */

/** Whether it is a column of the entity's own table. */
export function isStored({ kind }: Column): boolean {
  return kind !== 'list';
}

/** A list as one text, null where it is empty. @param of the table of its owners where there are several, quoted */
export function gathered({ table = '', column }: Column, dialect: Dialect, of?: string): string {
  // No list has a column of that name.
  const owner = of === undefined ? 'id' : `${of}.id`;
  const all = dialect.joined(dialect.quote(column), '_position');
  return `(SELECT ${all} FROM ${dialect.quote(table)} WHERE _owner = ${owner})`;
}

/** Rows of the owners' table of whose list an id is like that. */
export function holding({ table = '', column }: Column, like: string, { quote }: Dialect): string {
  return `id IN (SELECT _owner FROM ${quote(table)} WHERE ${quote(column)} ${like})`;
}

/** Rows as they came, with lists in the place of their texts. */
export function withLists<R extends Row>(rows: readonly R[], columns: readonly Column[]): R[] {
  const lists = columns.filter((column) => !isStored(column));
  if (lists.length === 0) return rows as R[];
  return rows.map((row) => ({
    ...row,
    ...Object.fromEntries(lists.map(({ name }) => [name, listIn(row[name])])),
  }));
}

/** @param text as `gathered` gives it */
export function listIn(text: unknown): readonly string[] {
  return typeof text === 'string' ? text.split(',') : [];
}

/**
 * Brings the tables of a resource's lists after it, in the transaction that writes it. What stays where it is is not touched:
 * to write its row anew would wait for whoever is deleting what it leads to.
 * @param isNew it has none yet
 */
export async function writeLists(
  resource: Resource,
  columns: readonly Column[],
  { quote }: Dialect,
  transaction: Executor,
  isNew = false,
): Promise<void> {
  for (const { name, column, table = '' } of columns.filter((each) => !isStored(each))) {
    const ids = resource[name as keyof Resource] as unknown as readonly string[];
    const [list, item] = [quote(table), quote(column)];
    const rows = `SELECT ${item} AS id, _position AS place FROM ${list} WHERE _owner = $1 ORDER BY _position`;
    const had = isNew ? [] : (await transaction.query<Placed>({ text: rows }, [resource.id])).rows;
    const kept = had.filter(({ id }) => ids.includes(id));
    const staying = kept.every(({ id }, index) => id === ids[index]) ? kept : [];
    const gone = had.filter((each) => !staying.includes(each)).map(({ id }) => id);
    if (gone.length > 0) {
      const text = `DELETE FROM ${list} WHERE _owner = $1 AND ${item} = ANY($2)`;
      await transaction.query({ text }, [resource.id, gone]);
    }
    const fresh = ids.slice(staying.length);
    if (fresh.length === 0) continue;
    const next = (had.at(-1)?.place ?? -1) + 1;
    const values = fresh.map((_, index) => `($1, $${index + 2}, ${next + index})`).join(', ');
    const text = `INSERT INTO ${list} (_owner, ${item}, _position) VALUES ${values}`;
    await transaction.query({ text }, [resource.id, ...fresh]);
  }
}

/** A row of a list; places have an order and may have gaps. */
type Placed = { id: string; place: number };
