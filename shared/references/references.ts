import { currentContext } from '../context/index.ts';
import type { Executor } from '../database/index.ts';
import { type FieldError, Problem } from '../errors/index.ts';
import type { Carried, Page, Resource } from '../repository/index.ts';
import type { Join, Reference, ServiceBase } from './contract.ts';
import { Copies } from './copies.ts';
import { type Enriched, enrich, enrichedEtag } from './enrich.ts';
import { Joins } from './joins.ts';
import { lookUp, type Wanted } from './look-up.ts';

/** What an entity refers to: checked when it is written, embedded when it is read. */
export class References<R extends Resource> {
  readonly #base: ServiceBase;
  readonly #copies: Copies;
  readonly #all: readonly Reference[];
  readonly #embedded: readonly Reference[];
  readonly #joins: Joins;
  readonly #parts: readonly Pick<Reference, 'embed'>[];

  /** @param joins what reads embed of the same service */
  constructor(base: ServiceBase, references: readonly Reference[], joins: readonly Join[] = []) {
    this.#base = base;
    this.#copies = base.copies ?? new Copies(base.database);
    this.#all = references;
    this.#embedded = references.filter(({ embed }) => embed !== undefined);
    this.#joins = new Joins(base.database, joins);
    this.#parts = [...this.#embedded, ...joins];
  }

  /**
   * Whether all that a resource refers to exists: by the local copies, else by asking the owners.
   * @param before the resource as it was; what stays the same is not asked again
   * @throws Problem `reference_not_found` with every field that is wrong, `references_unknown` where an owner must be
   *   asked and does not answer
   */
  async check(resource: R, executor: Executor, before?: R): Promise<void> {
    const changed = this.#all.filter(({ field }) => idIn(resource, field) !== idIn(before, field));
    const wanted = wantedBy([resource], changed);
    if (wanted.length === 0) return;
    const known = await lookUp(this.#base, this.#copies, wanted, { executor, doubtDeletions: true });

    const missing = wanted.filter(({ reference, id }) => !known.copy(reference, id)?.data);
    const unknown = missing.filter(
      ({ reference, id }) => !known.copy(reference, id) && known.failure(reference) !== undefined,
    );
    const wrong = missing.filter((each) => !unknown.includes(each));
    if (wrong.length > 0) throw notFound(wrong);
    if (unknown.length > 0) throw cannotTell(unknown, known.failure((unknown[0] as Wanted).reference));
  }

  /**
   * Resources with what they refer to: one round trip for however many, and one call to an owner where copies are missing.
   * An owner that does not answer makes the answer poorer, never later than half of the time there is.
   */
  async embed(resources: readonly R[], executor?: Executor): Promise<Enriched<R>[]> {
    const wanted = wantedBy(resources, this.#embedded);
    const known = await lookUp(this.#base, this.#copies, wanted, { executor, timeoutMs: this.#patience() });
    const away = this.#away();
    return resources.map((resource) => enrich(resource, this.#embedded, known, away));
  }

  /** What rows carry along of the same service. */
  joined(): readonly Carried[] {
    return this.#joins.carried();
  }

  /** For lists: their rows carry along, under the keys of what they embed, the copies that there are. */
  carried(): readonly Carried[] {
    const { quote } = this.#base.database.dialect;
    const copies = this.#embedded.map(({ field, target, embed = '' }) => {
      const copy = quote(`copy of ${embed}`);
      return {
        column: `${copy}.data AS ${quote(embed)}`,
        join: `LEFT JOIN reference_copies AS ${copy} ON ${copy}.target = '${target}' AND ${copy}.id = page.${quote(field)}`,
      };
    });
    return [...copies, ...this.joined()];
  }

  /** A page whose rows came with copies: what is complete costs nothing more. */
  async embedRows({ items: rows, nextCursor }: Page<R>): Promise<Page<Enriched<R>>> {
    const items = await this.#joins.embedLists(this.#joins.nest(rows));
    const complete = (item: R) =>
      this.#embedded.every(
        ({ field, embed }) => valueIn(item, embed as string) !== null || valueIn(item, field) === null,
      );
    if (this.#away().size === 0 && items.every(complete)) return { items, nextCursor };
    return { items: await this.embed(items), nextCursor };
  }

  async embedOne(resource: R, executor?: Executor): Promise<Enriched<R>> {
    const [enriched] = await this.embed([await this.#joins.embed(resource, executor)], executor);
    return enriched as Enriched<R>;
  }

  /** The strong validator of a resource with all that it embeds. */
  etagOf(enriched: Enriched<R>): string {
    return enrichedEtag(enriched, this.#parts);
  }

  #away(): ReadonlySet<string> {
    return new Set(this.#embedded.map(({ service }) => service).filter((name) => this.#base.isAway(name)));
  }

  #patience(): number {
    const left = (currentContext()?.deadline ?? Number.POSITIVE_INFINITY) - Date.now();
    return Math.min(this.#base.settings.get('timeoutMs'), left) / 2;
  }
}

function wantedBy(resources: readonly Resource[], references: readonly Reference[]): Wanted[] {
  return resources.flatMap((resource) =>
    references.flatMap((reference) => {
      const id = idIn(resource, reference.field);
      return id === null ? [] : [{ reference, id }];
    }),
  );
}

function idIn(resource: Resource | undefined, field: string): string | null {
  return valueIn(resource, field) as string | null;
}

function valueIn(resource: Resource | undefined, name: string): unknown {
  return (resource as Record<string, unknown> | undefined)?.[name] ?? null;
}

function notFound(wrong: readonly Wanted[]): Problem {
  const errors = wrong.map(
    ({ reference: { field, noun, service } }): FieldError => ({
      path: `/${field}`,
      code: 'reference_not_found',
      message: `${service} has no such ${noun}`,
    }),
  );
  return new Problem('reference_not_found', { errors });
}

function cannotTell(unknown: readonly Wanted[], cause: unknown): Problem {
  const services = [...new Set(unknown.map(({ reference }) => reference.service))].join(' and ');
  return new Problem('references_unknown', {
    detail: `${services} cannot be asked whether what is referenced exists. Nothing was written; try again in a moment.`,
    headers: { 'retry-after': '1' },
    cause,
  });
}
