import { createHash } from 'node:crypto';
import DataLoader from 'dataloader';
import type { Model, ModelStatic } from 'sequelize';
import type { Database, Executor, Row } from '../database/index.ts';
import type { CloudEvent } from '../events/index.ts';
import { outboxValues } from '../outbox/index.ts';
import { type Column, columnsOf, type ListRules, toDriver } from './columns.ts';
import { encodeCursor } from './listing/cursor.ts';
import type { ListQuery, SortKey } from './listing/list-query.ts';
import { orderOf, parseListQuery } from './listing/parse-query.ts';
import { type Carried, listStatement } from './listing/sql.ts';
import { holding, isStored, withLists, writeLists } from './lists.ts';
import type { Resource } from './resource.ts';
import { changes, type Statements, statementsOf } from './statements.ts';
import { uuidIn } from './uuid.ts';

export interface Page<R> {
  readonly items: readonly R[];
  /** Opaque; null on the last page. */
  readonly nextCursor: string | null;
}

/** What lists can be asked for (absent: all that there is), and how rows go. */
export interface RepositoryOptions extends ListRules {
  /** Whether removed rows stay, with the time in `deleted_at`, and nobody finds them any more. */
  readonly softDelete?: boolean;
}

/**
 * The rows of one entity. Reads give plain objects in the names of JSON; writes store the resource and the event that
 * tells of it, both or neither. Whatever goes beyond this belongs on the Sequelize model.
 */
export class Repository<R extends Resource> {
  /** What it has, in the order of its model. */
  readonly columns: readonly Column[];
  readonly #database: Database;
  readonly #order: readonly SortKey[];
  readonly #softDelete: boolean;
  readonly #statements: Statements;
  /** SQL → the name that it is prepared under. */
  readonly #lists = new Map<string, string>();
  readonly #loader: DataLoader<string, R | undefined>;

  constructor(database: Database, model: ModelStatic<Model>, { softDelete = false, ...rules }: RepositoryOptions = {}) {
    this.#database = database;
    this.columns = columnsOf(model, rules);
    this.#order = rules.order === undefined ? [] : orderOf(this.columns, rules.order);
    this.#softDelete = softDelete;
    this.#statements = statementsOf(model.getTableName() as string, this.columns, database.dialect, softDelete);
    this.#loader = new DataLoader((ids) => this.#findAll(ids, database), {
      cache: false,
      maxBatchSize: 100,
      batchScheduleFn: (load) => setImmediate(load),
    });
  }

  /**
   * Reads that arrive together share one round trip; each still sees what was committed before it asked.
   * Inside a transaction, pass it: then the read is its own and sees what the transaction wrote.
   */
  async find(id: string, executor: Executor = this.#database): Promise<R | undefined> {
    const uuid = uuidIn(id);
    if (uuid === undefined) return undefined;
    if (executor === this.#database) return this.#loader.load(uuid);
    return (await this.#findAll([uuid], executor))[0];
  }

  /** As it is now, and as it stays until the transaction ends unless that changes it. */
  async lock(id: string, transaction: Executor): Promise<R | undefined> {
    const uuid = uuidIn(id);
    if (uuid === undefined) return undefined;
    const [row] = (await transaction.query<Row & R>(this.#statements.lock, [[uuid]])).rows;
    return row && (await this.#asLocked([row], transaction))[0];
  }

  /** With what it carries along from other tables, the same each time. */
  async findJoined(id: string, carried: readonly Carried[]): Promise<R | undefined> {
    const uuid = uuidIn(id);
    if (uuid === undefined) return undefined;
    if (carried.length === 0) return this.find(uuid);
    const { text } = this.#statements.find;
    const columns = carried.map(({ column }) => column).join(', ');
    const joins = carried.map(({ join }) => join).join(' ');
    const joined = `SELECT page.*, ${columns} FROM (${text}) AS page ${joins}`;
    const name = `${this.#statements.find.name}-joined`;
    const { rows } = await this.#database.query<Row & R>({ name, text: joined }, [[uuid]]);
    return withLists(rows, this.columns)[0];
  }

  /**
   * Locks rows by what a field holds, and gives them; in a transaction. The same order each time, so that two who lock the
   * same ones do not wait for each other in a circle.
   * @param limit at most as many
   */
  async lockBy(field: string, values: readonly string[], executor: Executor, limit?: number): Promise<readonly R[]> {
    const { table, selection, live } = this.#statements;
    const some = limit === undefined ? '' : ` LIMIT ${limit}`;
    const text = `SELECT ${selection} FROM ${table} WHERE ${this.#holding(field)}${and(live)} ORDER BY id${some} FOR UPDATE`;
    return this.#asLocked((await executor.query<Row & R>({ text }, [values])).rows, executor);
  }

  /** A statement that waited for a lock knows lists from before it. */
  async #asLocked(rows: readonly R[], executor: Executor): Promise<readonly R[]> {
    if (this.columns.every(isStored) || rows.length === 0) return rows;
    const anew = await this.#findAll(
      rows.map(({ id }) => id),
      executor,
    );
    return anew.filter((row) => row !== undefined);
  }

  /** Whether a row beside some refers to one of these by a field. */
  async refers(
    field: string,
    values: readonly string[],
    beside: readonly string[],
    executor: Executor,
  ): Promise<boolean> {
    const { table, live } = this.#statements;
    const text = `SELECT 1 FROM ${table} WHERE ${this.#holding(field)} AND NOT id = ANY($2)${and(live)} LIMIT 1`;
    // A list of none would be one of null, which nothing is or is not.
    return (await executor.query({ text }, [values, beside.length > 0 ? beside : [NOBODY]])).count > 0;
  }

  /** Whether a row is there, and stays until the transaction ends. */
  async holds(id: string, executor: Executor): Promise<boolean> {
    const { table, live } = this.#statements;
    const text = `SELECT 1 FROM ${table} WHERE id = $1${and(live)} ${this.#database.dialect.forShare}`;
    return (await executor.query({ text }, [id])).count > 0;
  }

  /** Deleted rows that are still there let go of what is removed for good. */
  async forget(field: string, values: readonly string[], executor: Executor): Promise<void> {
    if (!this.#softDelete) return;
    const [column, { table }] = [this.#quoted(field), this.#statements];
    const { table: list } = this.#columnOf(field);
    if (list !== undefined) {
      const gone = `_owner IN (SELECT id FROM ${table} WHERE deleted_at IS NOT NULL)`;
      const text = `DELETE FROM ${this.#database.dialect.quote(list)} WHERE ${column} = ANY($1) AND ${gone}`;
      await executor.query({ text }, [values]);
      return;
    }
    const text = `UPDATE ${table} SET ${column} = NULL WHERE ${column} = ANY($1) AND deleted_at IS NOT NULL`;
    await executor.query({ text }, [values]);
  }

  /** Sets a field of rows that are about to be removed to null, where it can be; a list to an empty one. */
  async empty(field: string, ids: readonly string[], executor: Executor): Promise<void> {
    const { nullable, table: list } = this.#columnOf(field);
    if (list !== undefined) {
      await executor.query({ text: `DELETE FROM ${this.#database.dialect.quote(list)} WHERE _owner = ANY($1)` }, [ids]);
      return;
    }
    if (!nullable && !this.#softDelete) return;
    const text = `UPDATE ${this.#statements.table} SET ${this.#quoted(field)} = NULL WHERE id = ANY($1)`;
    await executor.query({ text }, [ids]);
  }

  #columnOf(field: string): Column {
    return this.columns.find(({ name }) => name === field) as Column;
  }

  #quoted(field: string): string {
    return this.#database.dialect.quote(this.#columnOf(field).column);
  }

  /** Rows whose field holds one of `$1`. */
  #holding(field: string): string {
    const column = this.#columnOf(field);
    if (isStored(column)) return `${this.#quoted(field)} = ANY($1)`;
    return holding(column, '= ANY($1)', this.#database.dialect);
  }

  /** In the order asked; undefined where there is none. */
  async #findAll(ids: readonly string[], executor: Executor): Promise<(R | undefined)[]> {
    const found = await executor.query<Row & R>(this.#statements.find, [ids]);
    const rows = withLists(found.rows, this.columns);
    if (ids.length === 1) return [rows[0]];
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id));
  }

  /**
   * @param parameters the query string: `limit`, `cursor`, `sort`, `filter[…]`, `q`
   * @param carried what the rows carry along from other tables
   * @param executor a transaction, to see what it wrote
   * @throws Problem `invalid_query`, naming every parameter that is wrong
   */
  async list(
    parameters: Record<string, unknown>,
    carried: readonly Carried[] = [],
    executor: Executor = this.#database,
  ): Promise<Page<R>> {
    const query = parseListQuery(this.columns, parameters, this.#order);
    const { statement, values } = this.#listStatement(query, carried);
    const found = await executor.query<Row & R>(statement, values);
    const rows = withLists(found.rows, this.columns);
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > query.limit && last ? encodeCursor(query.sort, last) : null };
  }

  #listStatement(query: ListQuery, carried: readonly Carried[]) {
    const { table, selection, live } = this.#statements;
    const source = { selection, table, columns: this.columns, dialect: this.#database.dialect, live };
    const { text, values } = listStatement(source, query, carried);
    const name = this.#nameOf(text);
    return { statement: { text, ...(name && { name }) }, values };
  }

  /** The first shapes of lists that clients ask for are prepared; there may be any number, and each costs memory. */
  #nameOf(text: string): string | undefined {
    const known = this.#lists.get(text);
    if (known || this.#lists.size === MAX_PREPARED_LISTS) return known;
    const name = `list-${createHash('sha256').update(text).digest('base64url')}`;
    this.#lists.set(text, name);
    return name;
  }

  /** @throws Problem `unique_violation` */
  async insert(resource: R, event: CloudEvent, executor: Executor): Promise<void> {
    const values = this.#values(this.columns.filter(isStored), resource);
    await this.#writing(executor, async (inside) => {
      await inside.inTurn(this.#statements.insert, [...values, ...outboxValues(event)]);
      await writeLists(resource, this.columns, this.#database.dialect, inside, true);
    });
  }

  /**
   * Stores the next version of a resource.
   * @returns false, with nothing written, where another change came first or the resource is gone
   * @throws Problem `unique_violation`
   */
  async update(resource: R, event: CloudEvent, executor: Executor): Promise<boolean> {
    const values = this.#values(this.columns.filter(changes), resource);
    const guard = [resource.id, resource.version - 1];
    return this.#writing(executor, async (inside) => {
      const count = await inside.inTurn(this.#statements.update, [...values, ...guard, ...outboxValues(event)]);
      if (count === 1) await writeLists(resource, this.columns, this.#database.dialect, inside);
      return count === 1;
    });
  }

  /** In a transaction where there are lists to write as well. */
  #writing<T>(executor: Executor, work: (executor: Executor) => Promise<T>): Promise<T> {
    const isPlain = executor !== this.#database || this.columns.every(isStored);
    return isPlain ? work(executor) : this.#database.transaction(work);
  }

  /**
   * Removes this version of a resource.
   * @returns false, with nothing written, where another change came first or the resource is gone
   */
  async remove(resource: R, event: CloudEvent, executor: Executor): Promise<boolean> {
    const guard = [resource.id, resource.version];
    const count = await executor.inTurn(this.#statements.remove, [...guard, ...outboxValues(event)]);
    return count === 1;
  }

  #values(columns: readonly Column[], resource: R): unknown[] {
    return columns.map((column) => toDriver(column, resource[column.name as keyof R], this.#database.dialect));
  }
}

function and(condition: string): string {
  return condition === '' ? '' : ` AND ${condition}`;
}

const MAX_PREPARED_LISTS = 32;

/** No row has it. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
