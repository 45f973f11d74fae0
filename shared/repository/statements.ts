import type { Dialect, Statement } from '../database/index.ts';
import { OUTBOX_COLUMNS } from '../outbox/index.ts';
import type { Column } from './columns.ts';

/** The SQL of one table, made once. Each write tells its event in the same statement: one round trip, one transaction. */
export interface Statements {
  readonly table: string;
  /** Columns under their JSON names. */
  readonly selection: string;
  readonly find: Statement;
  readonly insert: Statement;
  readonly update: Statement;
  readonly remove: Statement;
}

export function statementsOf(tableName: string, columns: readonly Column[], dialect: Dialect): Statements {
  const table = dialect.quote(tableName);
  const quoted = columns.map(({ column }) => dialect.quote(column));
  const selection = columns.map((column) => selected(column, dialect)).join(', ');
  const named = (verb: string, text: string): Statement => ({ name: `${tableName}-${verb}`, text });
  const at = (position: number) => dialect.placeholder(position);

  const changing = columns.filter(changes);
  const assignments = changing.map(({ column }, index) => `${dialect.quote(column)} = ${at(index + 1)}`).join(', ');
  const [id, version] = [at(changing.length + 1), at(changing.length + 2)];

  return {
    table,
    selection,
    find: named('find', `SELECT ${selection} FROM ${table} WHERE id = ANY(${at(1)})`),
    insert: named(
      'insert',
      telling(
        `INSERT INTO ${table} (${quoted.join(', ')}) VALUES (${columns.map((_, index) => at(index + 1)).join(', ')})`,
        columns.length,
        dialect,
      ),
    ),
    update: named(
      'update',
      telling(
        `UPDATE ${table} SET ${assignments} WHERE id = ${id} AND version = ${version}`,
        changing.length + 2,
        dialect,
      ),
    ),
    remove: named('remove', telling(`DELETE FROM ${table} WHERE id = ${at(1)} AND version = ${at(2)}`, 2, dialect)),
  };
}

/** Drivers give a bigint as text; ours are numbers in JSON, exact up to 2^53, and a double is read as one. */
function selected({ name, column, kind }: Column, dialect: Dialect): string {
  const [quoted, alias] = [dialect.quote(column), dialect.quote(name)];
  if (kind === 'bigint') return `CAST(${quoted} AS double precision) AS ${alias}`;
  return name === column ? alias : `${quoted} AS ${alias}`;
}

/** Whether an update may change the column. */
export function changes({ name }: Column): boolean {
  return name !== 'id' && name !== 'createdAt';
}

/** The write, and for the row that it touched, if it touched one, the event. Counts 1 or 0. */
function telling(write: string, parameters: number, dialect: Dialect): string {
  const names = OUTBOX_COLUMNS.map(({ name }) => dialect.quote(name)).join(', ');
  const values = OUTBOX_COLUMNS.map(({ type }, index) => `${dialect.placeholder(parameters + index + 1)}::${type}`);
  return `WITH written AS (${write} RETURNING 1) INSERT INTO outbox (${names}) SELECT ${values.join(', ')} FROM written`;
}
