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

/** By target, then by id. */
export type ById<T> = Map<string, Map<string, T>>;

/** All of a page in one round trip, whatever it refers to. An id that two targets share would be there twice, and does no harm. */
const FIND = {
  name: 'reference-copies-find',
  text: 'SELECT target, id, version, data FROM reference_copies WHERE target = ANY($1) AND id = ANY($2)',
};

/**
 * A copy never goes back to an earlier version, whatever order news arrive in, and what is deleted stays deleted unless
 * revived. The copies come as one JSON text, which both engines turn into rows, in their order.
 */
const STORE = {
  postgres: {
    name: 'reference-copies-store',
    text: `INSERT INTO reference_copies AS known (target, id, version, data)
      SELECT target, id, version, data::json FROM json_to_recordset($1) AS n(target text, id uuid, version int, data text)
      ON CONFLICT (target, id) DO UPDATE SET version = excluded.version, data = excluded.data
      WHERE (known.version < excluded.version AND known.data IS NOT NULL) OR (known.data IS NULL AND $2)`,
  },
  // It assigns from left to right: the version has become the new one where this copy replaces the other.
  mysql: {
    name: 'reference-copies-store',
    text: `INSERT INTO reference_copies (target, id, version, data)
      SELECT target, id, version, data FROM JSON_TABLE($1, '$[*]' COLUMNS (
        target VARCHAR(100) PATH '$.target', id CHAR(36) PATH '$.id', version INT PATH '$.version', data LONGTEXT PATH '$.data'
      )) AS n
      ON DUPLICATE KEY UPDATE
        version = IF(
          (reference_copies.version < VALUES(version) AND reference_copies.data IS NOT NULL)
            OR (reference_copies.data IS NULL AND $2),
          VALUES(version), reference_copies.version),
        data = IF(
          reference_copies.version = VALUES(version) AND (reference_copies.data IS NOT NULL OR $2),
          VALUES(data), reference_copies.data)`,
  },
};

/** Copies of what a service refers to, in its own database. */
export class Copies {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param wanted ids by target */
  async find(
    wanted: ReadonlyMap<string, ReadonlySet<string>>,
    executor: Executor = this.#database,
  ): Promise<ById<Copy>> {
    const found: ById<Copy> = new Map([...wanted.keys()].map((target) => [target, new Map()]));
    if (wanted.size === 0) return found;
    const ids = [...wanted.values()].flatMap((each) => [...each]);
    const { rows } = await executor.query<Copy & Record<string, unknown>>(FIND, [[...wanted.keys()], ids]);
    for (const row of rows) found.get(row.target)?.set(row.id, row);
    return found;
  }

  /** @param revive for what its owner has after it was deleted: seeds come back under the ids that they had */
  async store(
    copies: readonly Copy[],
    executor: Executor = this.#database,
    { revive = false }: { revive?: boolean } = {},
  ): Promise<void> {
    if (copies.length === 0) return;
    // Always in the same order, so that two who store the same ones never wait for each other in a circle.
    const sorted = copies.toSorted((a, b) => (`${a.target} ${a.id}` < `${b.target} ${b.id}` ? -1 : 1));
    const rows = sorted.map(({ data, ...copy }) => ({ ...copy, data: data && JSON.stringify(data) }));
    await executor.query(STORE[this.#database.dialect.name], [JSON.stringify(rows), revive]);
  }
}
