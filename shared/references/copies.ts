import DataLoader from 'dataloader';
import type { Database, Executor } from '../database/index.ts';

/** What is known here of a resource that another service owns. */
export interface Copy {
  readonly target: string;
  readonly id: string;
  /** The owner's version of it; a deletion counts as one. */
  readonly version: number;
  /** Null: it has been deleted. */
  readonly data: Readonly<Record<string, unknown>> | null;
}

export type Address = Pick<Copy, 'target' | 'id'>;

/** All of a page in one round trip, whatever they refer to. */
const FIND = {
  name: 'reference-copies-find',
  text: `SELECT c.target, c.id, c.version, c.data FROM unnest($1::text[], $2::uuid[]) AS wanted(target, id)
    JOIN reference_copies c USING (target, id)`,
};

/** A copy never goes back to an earlier version, whatever order news arrive in, and what is deleted stays deleted unless revived. */
const STORE = {
  name: 'reference-copies-store',
  text: `INSERT INTO reference_copies AS known (target, id, version, data)
    SELECT target, id, version, data::json FROM unnest($1::text[], $2::uuid[], $3::int[], $4::text[]) AS n(target, id, version, data)
    ON CONFLICT (target, id) DO UPDATE SET version = excluded.version, data = excluded.data
    WHERE (known.version < excluded.version AND known.data IS NOT NULL) OR (known.data IS NULL AND $5)`,
};

/** Copies of what a service refers to, in its own database. */
export class Copies {
  readonly #database: Database;
  readonly #loader: DataLoader<Address, Copy | undefined, string>;

  constructor(database: Database) {
    this.#database = database;
    this.#loader = new DataLoader((wanted) => read(wanted, database), {
      cache: false,
      maxBatchSize: 1_000,
      batchScheduleFn: (load) => setImmediate(load),
    });
  }

  /**
   * In the order asked; undefined where there is no copy. Reads that arrive together share one round trip;
   * inside a transaction, pass it.
   */
  async find(wanted: readonly Address[], executor: Executor = this.#database): Promise<(Copy | undefined)[]> {
    if (wanted.length === 0) return [];
    if (executor !== this.#database) return read(wanted, executor);
    return Promise.all(wanted.map((address) => this.#loader.load(address)));
  }

  /** @param revive for what its owner has after it was deleted: seeds come back under the ids that they had */
  async store(
    copies: readonly Copy[],
    executor: Executor = this.#database,
    { revive = false }: { revive?: boolean } = {},
  ): Promise<void> {
    if (copies.length === 0) return;
    // Always in the same order, so that two who store the same ones never wait for each other in a circle.
    const sorted = copies.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    await executor.query(STORE, [
      sorted.map(({ target }) => target),
      sorted.map(({ id }) => id),
      sorted.map(({ version }) => version),
      sorted.map(({ data }) => data && JSON.stringify(data)),
      revive,
    ]);
  }
}

async function read(wanted: readonly Address[], executor: Executor): Promise<(Copy | undefined)[]> {
  const distinct = [...new Map(wanted.map((address) => [keyOf(address), address])).values()];
  const values = [distinct.map(({ target }) => target), distinct.map(({ id }) => id)];
  const { rows } = await executor.query<Copy & Record<string, unknown>>(FIND, values);
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  return wanted.map((address) => found.get(keyOf(address)));
}

export function keyOf({ target, id }: Address): string {
  return `${target} ${id}`;
}
