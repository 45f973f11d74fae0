import { mistakesBy } from '../../app/index.ts';
import type { Executor } from '../../database/index.ts';
import { Problem } from '../../errors/index.ts';
import type { Logger } from '../../logging/index.ts';
import { Copies, lookUp, type ServiceBase } from '../../references/index.ts';
import type { Resource } from '../../repository/index.ts';
import type { BoundFactory } from './bound-factory.ts';
import type { KnownCopies } from './known-copies.ts';
import type { RowMaker } from './row-maker.ts';
import { scaledId } from './scaled-id.ts';

/** A command that creates a row under an id of its own. */
export type Create = (input: object, executor: Executor) => Promise<Resource>;

type Row = Record<string, unknown> & { readonly id: string };

export interface EntityRowsOptions {
  readonly service: string;
  readonly factory: BoundFactory;
  readonly rows: RowMaker;
  readonly create: Create;
  readonly base: ServiceBase;
  /** In which the command looks for what rows refer to. */
  readonly copies: KnownCopies;
  readonly log: Logger;
}

/** The rows of one entity. */
export class EntityRows {
  readonly applied = { created: 0, kept: 0, skipped: 0 };
  readonly #options: EntityRowsOptions;
  readonly #mistakesIn: ReturnType<typeof mistakesBy>;

  constructor(options: EntityRowsOptions) {
    this.#options = options;
    this.#mistakesIn = mistakesBy(options.factory.schema);
  }

  /** Creates what is missing of the rows of a round. */
  async round(from: number, to: number): Promise<void> {
    const ids = new Map<string, number>();
    for (let row = from; row < to; row++)
      ids.set(scaledId(this.#options.service, this.#options.factory.plural, row), row);
    if (ids.size === 0) return;
    const there = await this.#there([...ids.keys()]);
    this.applied.kept += there.size;
    const missing = [...ids].filter(([id]) => !there.has(id)).map(([id, row]) => this.#row(id, row));
    if (missing.length === 0) return;
    await this.#lookUpOwners(missing);
    await this.#createAll(missing);
  }

  async #there(ids: readonly string[]): Promise<Set<string>> {
    const { database } = this.#options.base;
    const text = `SELECT id FROM ${database.dialect.quote(this.#options.factory.table)} WHERE id = ANY($1)`;
    const { rows } = await database.query<{ id: string }>({ text }, [ids]);
    return new Set(rows.map(({ id }) => id));
  }

  #row(id: string, row: number): Row {
    const fields = this.#options.rows.at(row);
    const [mistake] = this.#mistakesIn(fields);
    if (mistake) throw new Error(`${this.#options.factory.entity} ${row + 1}: ${mistake.path} ${mistake.message}`);
    return { id, ...fields };
  }

  /** Asks for what is not known of owners at once, so that no row has to. */
  async #lookUpOwners(rows: readonly Row[]): Promise<void> {
    const { references } = this.#options.factory;
    const wanted = rows.flatMap((row) =>
      references.flatMap((reference) => {
        const id = row[reference.field];
        return typeof id === 'string' ? [{ reference, id }] : [];
      }),
    );
    if (wanted.length === 0) return;
    const { base, copies } = this.#options;
    const known = await lookUp(base, new Copies(base.database), wanted, { doubtDeletions: true });
    copies.know(wanted.map(({ reference, id }) => known.copy(reference, id)).filter((copy) => copy !== undefined));
  }

  async #createAll(rows: readonly Row[]): Promise<void> {
    let last: Row | undefined;
    try {
      await this.#options.base.database.transaction(async (transaction) => {
        for (const row of rows) {
          last = row;
          await this.#options.create(row, transaction);
        }
      });
      this.applied.created += rows.length;
    } catch (error) {
      if (outcomeOf(error) === undefined) throw this.#failed(last, error);
      // One of them stands in its own way; the others need not wait for it.
      for (const row of rows) await this.#createOne(row);
    }
  }

  async #createOne(row: Row): Promise<void> {
    const { database } = this.#options.base;
    try {
      await database.transaction((transaction) => this.#options.create(row, transaction));
      this.applied.created++;
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome === undefined) throw this.#failed(row, error);
      this.applied[outcome]++;
      const { message } = error as Problem;
      if (outcome === 'skipped') {
        this.#options.log.warn({ entity: this.#options.factory.entity, id: row.id, reason: message }, 'seed left out');
      }
    }
  }

  #failed(row: Row | undefined, cause: unknown): Error {
    const { errors = [], message } = cause as Partial<Problem> & Error;
    const why = [message, ...errors.map((mistake) => `${mistake.path} ${mistake.message}`)].join('; ');
    return new Error(`a ${this.#options.factory.entity} (${row?.id}) was not created: ${why}`, { cause });
  }
}

/** Undefined: nobody knows how to go on. */
function outcomeOf(error: unknown): 'kept' | 'skipped' | undefined {
  if (!(error instanceof Problem)) return undefined;
  if (error.code === 'reference_not_found') return 'skipped';
  if (error.code !== 'unique_violation') return undefined;
  return error.errors?.some(({ path }) => path === '/id') ? 'kept' : 'skipped';
}
