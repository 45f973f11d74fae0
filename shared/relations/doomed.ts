import type { Database, Executor } from '../database/index.ts';
import { type Repository, type Resource, uuidIn } from '../repository/index.ts';
import type { RelatedEntities, RelatedEntity, Relation } from './contract.ts';

/** A relation with the entity that has it. */
export interface Dependence {
  readonly name: string;
  readonly relation: Relation;
}

interface Condemned {
  readonly entity: RelatedEntity;
  readonly repository: Repository<Resource>;
  readonly resource: Resource;
}

/** What goes in one deletion: locked, so that nothing new refers to it in the meantime. */
export class Doomed {
  readonly executor: Executor;
  readonly #entities: RelatedEntities;
  readonly #repositories: ReadonlyMap<string, Repository<Resource>>;
  /** By entity, then by id. */
  readonly #rows = new Map<string, Map<string, Resource>>();

  constructor(database: Database, entities: RelatedEntities, executor: Executor) {
    this.executor = executor;
    this.#entities = entities;
    this.#repositories = new Map(Object.entries(entities).map(([name, each]) => [name, each.repository(database)]));
  }

  /** The one that is asked to go; undefined: there is no such. */
  async begin(name: string, id: string): Promise<Resource | undefined> {
    const uuid = uuidIn(id);
    if (uuid === undefined) return undefined;
    const [resource] = await this.repositoryOf(name).lockBy('id', [uuid], this.executor);
    if (resource) this.#add(name, [resource]);
    return resource;
  }

  /** Adds what must go with it (`cascade`), and with that in turn. */
  async spread(): Promise<void> {
    const open = [...this.#rows].map(([name, rows]) => ({ name, ids: [...rows.keys()] }));
    for (let next = open.shift(); next; next = open.shift()) {
      for (const { name, relation } of this.dependences(next.name, 'cascade')) {
        const rows = await this.repositoryOf(name).lockBy(relation.field, next.ids, this.executor);
        const fresh = rows.filter(({ id }) => !this.#rows.get(name)?.has(id));
        if (fresh.length > 0) open.push({ name, ids: fresh.map(({ id }) => id) });
        this.#add(name, fresh);
      }
    }
  }

  /** Relations that lead to an entity of which something goes. */
  dependences(to: string, onDelete: Relation['onDelete']): Dependence[] {
    return Object.entries(this.#entities).flatMap(([name, { relations }]) =>
      relations.filter((each) => each.to === to && each.onDelete === onDelete).map((relation) => ({ name, relation })),
    );
  }

  /** Names of the entities of which something goes. */
  names(): readonly string[] {
    return [...this.#rows.keys()];
  }

  idsOf(name: string): readonly string[] {
    return [...(this.#rows.get(name)?.keys() ?? [])];
  }

  entityOf(name: string): RelatedEntity {
    return this.#entities[name] as RelatedEntity;
  }

  repositoryOf(name: string): Repository<Resource> {
    return this.#repositories.get(name) as Repository<Resource>;
  }

  /** What refers comes before what it must refer to. */
  *each(): Iterable<Condemned> {
    for (const name of Object.keys(this.#entities).reverse()) {
      for (const resource of this.#rows.get(name)?.values() ?? []) {
        yield { entity: this.entityOf(name), repository: this.repositoryOf(name), resource };
      }
    }
  }

  /** Empties what of them may be empty and refers to others of them, which might go first. Their events tell how they were. */
  async untie(): Promise<void> {
    for (const name of this.names()) {
      for (const { field, to } of this.entityOf(name).relations) {
        const stay = this.entityOf(name).softDelete && this.entityOf(to).softDelete;
        if (this.#rows.has(to) && !stay) await this.repositoryOf(name).empty(field, this.idsOf(name), this.executor);
      }
    }
  }

  /** Takes what goes for good out of deleted rows that stay. */
  async forget(): Promise<void> {
    for (const to of this.names().filter((name) => !this.entityOf(name).softDelete)) {
      for (const [name, { relations }] of Object.entries(this.#entities)) {
        for (const { field } of relations.filter((each) => each.to === to)) {
          await this.repositoryOf(name).forget(field, this.idsOf(to), this.executor);
        }
      }
    }
  }

  #add(name: string, resources: readonly Resource[]): void {
    const rows = this.#rows.get(name) ?? new Map<string, Resource>();
    for (const resource of resources) rows.set(resource.id, resource);
    if (rows.size > 0) this.#rows.set(name, rows);
  }
}
