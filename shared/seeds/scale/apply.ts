import { mistakesBy } from '../../app/index.ts';
import type { Executor } from '../../database/index.ts';
import { Problem } from '../../errors/index.ts';
import type { Logger } from '../../logging/index.ts';
import { Copies, lookUp, type ServiceBase } from '../../references/index.ts';
import type { Resource } from '../../repository/index.ts';
import type { Applied } from '../apply.ts';
import type { SeedPlan, SeedRows } from '../contract.ts';
import type { BoundFactory, Scale } from './contract.ts';
import { inOrder } from './order.ts';
import { entitiesBefore } from './owners-within-reach.ts';
import { nextRound } from './rounds.ts';
import { RowMaker } from './row-maker.ts';
import { scaledId } from './scaled-id.ts';

/** How often it is told how far they are, in ms. */
const TELL_EVERY_MS = 500;

type Create = (input: object, executor: Executor) => Promise<Resource>;
type Row = Record<string, unknown> & { readonly id: string };

/**
 * Creates as many rows of each entity as there are to be and are not there yet, through the service's commands, so that its
 * rules hold and events flow. The same rows every time, a round of all entities after the other, each round of an entity in
 * one transaction: one that is cut off goes on where it was.
 * @throws Error that names the row which could not be created
 */
export async function applyScale<S extends SeedRows>(
  plan: SeedPlan<S>,
  scale: Scale,
  base: ServiceBase,
  log: Logger,
): Promise<Applied> {
  const factories = inOrder(plan.factories ?? []);
  const commands = plan.create(base) as unknown as Readonly<Record<string, Create>>;
  const before = entitiesBefore(factories);
  const works = factories.map((factory) => {
    const surroundings = { own: plan.service, before: before.get(factory.entity) ?? new Set<string>(), scale };
    const rows = new RowMaker(factory, surroundings);
    return new Work(plan.service, factory, rows, commands[factory.plural] as Create, base, log);
  });
  const wanted = factories.map(({ entity }) => scale[entity] ?? 0);
  const of = wanted.reduce((sum, each) => sum + each, 0);
  let told = Date.now();

  for (let from = 0; from < Math.max(0, ...wanted); from = nextRound(from)) {
    for (const [index, work] of works.entries()) {
      await work.round(from, Math.min(nextRound(from), wanted[index] as number));
      if (Date.now() - told < TELL_EVERY_MS) continue;
      told = Date.now();
      log.info({ ...sumOf(works), of }, 'seeding');
    }
  }
  return sumOf(works);
}

function sumOf(works: readonly Work[]): Applied {
  const sum = (count: keyof Applied) => works.reduce((total, work) => total + work.applied[count], 0);
  return { created: sum('created'), kept: sum('kept'), skipped: sum('skipped') };
}

/** The rows of one entity. */
class Work {
  readonly applied = { created: 0, kept: 0, skipped: 0 };
  readonly #service: string;
  readonly #factory: BoundFactory;
  readonly #rows: RowMaker;
  readonly #create: Create;
  readonly #base: ServiceBase;
  readonly #log: Logger;
  readonly #mistakesIn: ReturnType<typeof mistakesBy>;

  constructor(service: string, factory: BoundFactory, rows: RowMaker, create: Create, base: ServiceBase, log: Logger) {
    this.#service = service;
    this.#factory = factory;
    this.#rows = rows;
    this.#create = create;
    this.#base = base;
    this.#log = log;
    this.#mistakesIn = mistakesBy(factory.schema);
  }

  /** Creates what is missing of the rows of a round. */
  async round(from: number, to: number): Promise<void> {
    const ids = new Map<string, number>();
    for (let row = from; row < to; row++) ids.set(scaledId(this.#service, this.#factory.plural, row), row);
    if (ids.size === 0) return;
    const there = await this.#there([...ids.keys()]);
    this.applied.kept += there.size;
    const missing = [...ids].filter(([id]) => !there.has(id)).map(([id, row]) => this.#row(id, row));
    if (missing.length === 0) return;
    await this.#lookUpOwners(missing);
    await this.#createAll(missing);
  }

  async #there(ids: readonly string[]): Promise<Set<string>> {
    const { database } = this.#base;
    const text = `SELECT id FROM ${database.dialect.quote(this.#factory.table)} WHERE id = ANY($1)`;
    const { rows } = await database.query<{ id: string }>({ text }, [ids]);
    return new Set(rows.map(({ id }) => id));
  }

  #row(id: string, row: number): Row {
    const fields = this.#rows.at(row);
    const [mistake] = this.#mistakesIn(fields);
    if (mistake) throw new Error(`${this.#factory.entity} ${row + 1}: ${mistake.path} ${mistake.message}`);
    return { id, ...fields };
  }

  /** Asks for what is not known of owners at once, so that no row has to. */
  async #lookUpOwners(rows: readonly Row[]): Promise<void> {
    const { references } = this.#factory;
    const wanted = rows.flatMap((row) =>
      references.flatMap((reference) => {
        const id = row[reference.field];
        return typeof id === 'string' ? [{ reference, id }] : [];
      }),
    );
    if (wanted.length > 0) await lookUp(this.#base, new Copies(this.#base.database), wanted, { doubtDeletions: true });
  }

  async #createAll(rows: readonly Row[]): Promise<void> {
    let last: Row | undefined;
    try {
      await this.#base.database.transaction(async (transaction) => {
        for (const row of rows) {
          last = row;
          await this.#create(row, transaction);
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
    const { database } = this.#base;
    try {
      await database.transaction((transaction) => this.#create(row, transaction));
      this.applied.created++;
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome === undefined) throw this.#failed(row, error);
      this.applied[outcome]++;
      const { message } = error as Problem;
      if (outcome === 'skipped') {
        this.#log.warn({ entity: this.#factory.entity, id: row.id, reason: message }, 'seed left out');
      }
    }
  }

  #failed(row: Row | undefined, cause: unknown): Error {
    return new Error(`a ${this.#factory.entity} (${row?.id}) was not created: ${(cause as Error).message}`, { cause });
  }
}

/** Undefined: nobody knows how to go on. */
function outcomeOf(error: unknown): 'kept' | 'skipped' | undefined {
  if (!(error instanceof Problem)) return undefined;
  if (error.code === 'reference_not_found') return 'skipped';
  if (error.code !== 'unique_violation') return undefined;
  return error.errors?.some(({ path }) => path === '/id') ? 'kept' : 'skipped';
}
