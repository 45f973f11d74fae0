import type { Dialect, Statement } from '../database/index.ts';
import { telling } from '../outbox/index.ts';
import type { Column } from './columns.ts';
import { gathered, isStored } from './lists.ts';

/** The SQL of one table, made once. Each write tells its event with it. */
export interface Statements {
  readonly table: string;
  /** Columns under their JSON names. */
  readonly selection: string;
  /** What is true of rows that are not deleted; empty where all that are there are. */
  readonly live: string;
  readonly find: Statement;
  /** The same, and keeps others from changing them until the transaction ends. */
  readonly lock: Statement;
  readonly insert: readonly Statement[];
  readonly update: readonly Statement[];
  readonly remove: readonly Statement[];
}

export function statementsOf(
  tableName: string,
  columns: readonly Column[],
  dialect: Dialect,
  softDelete = false,
): Statements {
  const table = dialect.quote(tableName);
  const stored = columns.filter(isStored);
  const quoted = stored.map(({ column }) => dialect.quote(column));
  const selection = selectionOf(columns, dialect);
  const write = (verb: string, text: string, parameters: number) =>
    telling({ name: `${tableName}-${verb}`, text }, parameters, dialect);

  const changing = columns.filter(changes);
  const assignments = changing.map(({ column }, index) => `${dialect.quote(column)} = $${index + 1}`).join(', ');
  const [id, version] = [changing.length + 1, changing.length + 2];

  const live = softDelete ? 'deleted_at IS NULL' : '';
  const alive = softDelete ? ` AND ${live}` : '';
  const removal = softDelete
    ? `UPDATE ${table} SET deleted_at = CURRENT_TIMESTAMP(3), version = version + 1`
    : `DELETE FROM ${table}`;
  const find = `SELECT ${selection} FROM ${table} WHERE id = ANY($1)${alive}`;

  return {
    table,
    selection,
    live,
    find: { name: `${tableName}-find`, text: find },
    lock: { name: `${tableName}-lock`, text: `${find} FOR UPDATE` },
    insert: write(
      'insert',
      `INSERT INTO ${table} (${quoted.join(', ')}) VALUES (${stored.map((_, index) => `$${index + 1}`).join(', ')})`,
      stored.length,
    ),
    update: write(
      'update',
      `UPDATE ${table} SET ${assignments} WHERE id = $${id} AND version = $${version}${alive}`,
      changing.length + 2,
    ),
    remove: write('remove', `${removal} WHERE id = $1 AND version = $2${alive}`, 2),
  };
}

/** Columns under their JSON names. @param of the table where there are several, quoted */
export function selectionOf(columns: readonly Column[], dialect: Dialect, of?: string): string {
  return columns.map((column) => selected(column, dialect, of)).join(', ');
}

/** Drivers give a bigint as text; ours are numbers in JSON, exact up to 2^53. */
function selected(all: Column, dialect: Dialect, of?: string): string {
  const { name, column, kind } = all;
  if (kind === 'list') return `${gathered(all, dialect, of)} AS ${dialect.quote(name)}`;
  const [own, alias] = [dialect.quote(column), dialect.quote(name)];
  const quoted = of === undefined ? own : `${of}.${own}`;
  if (kind === 'bigint') return `${dialect.number(quoted)} AS ${alias}`;
  return name === column && of === undefined ? alias : `${quoted} AS ${alias}`;
}

/** Whether an update may change the column. */
export function changes(column: Column): boolean {
  const { name } = column;
  return isStored(column) && name !== 'id' && name !== 'createdAt';
}
