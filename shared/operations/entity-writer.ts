import type { Transaction } from '../database/index.ts';
import { Problem } from '../errors/index.ts';
import { type Resource, revise } from '../repository/index.ts';
import type { OperatedEntity, Writer } from './contract.ts';
import { EntityReader } from './entity-reader.ts';

/** The resources of one entity within one transaction. */
export class EntityWriter<R extends Resource, New> extends EntityReader<R> implements Writer<R, New> {
  readonly #transaction: Transaction;
  /** What this transaction knows to be the latest version of a resource, by id. */
  readonly #latest = new Map<string, R>();

  constructor(entity: OperatedEntity<R, New>, transaction: Transaction) {
    super(entity, transaction);
    this.#transaction = transaction;
    this.create = async (fields) => this.#know(await entity.commands.create(fields, transaction));
    this.delete = async ({ id }) => {
      await entity.commands.delete({ id, ifMatch: undefined }, transaction);
      this.#latest.delete(id);
    };
  }

  readonly create: Writer<R, New>['create'];
  readonly delete: Writer<R, New>['delete'];

  async lock(ids: readonly string[]): Promise<R[]> {
    const locked = new Map<string, R>();
    for (const id of [...new Set(ids)].sort()) {
      const resource = await this.lockOne(id);
      if (!resource) throw new Problem('not_found', { detail: `There is no such ${this.entity.noun}.` });
      locked.set(id, resource);
    }
    return ids.map((id) => locked.get(id) as R);
  }

  async lockOne(id: string): Promise<R | undefined> {
    const resource = await this.entity.repository.lock(id, this.#transaction);
    return resource && this.#know(resource);
  }

  async update(resource: R, change: Partial<Omit<R, keyof Resource>>): Promise<R> {
    const current = this.latest(resource);
    const next = revise(current, change as Partial<R>);
    if (next === current) return current;
    await this.entity.references?.check(next, this.#transaction, current);
    const written = await this.entity.repository.update(next, this.entity.events.updated(next), this.#transaction);
    if (!written) throw changed(this.entity.noun);
    return this.#know(next);
  }

  /** The version that this transaction has made or seen last. */
  latest(resource: R): R {
    return this.#latest.get(resource.id) ?? resource;
  }

  #know(resource: R): R {
    this.#latest.set(resource.id, resource);
    return resource;
  }
}

function changed(noun: string): Problem {
  return new Problem('conflict', { detail: `Another has changed the ${noun} in the meantime. Try again in a moment.` });
}
