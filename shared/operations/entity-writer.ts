import type { Transaction } from '../database/index.ts';
import { Problem } from '../errors/index.ts';
import type { CloudEvent } from '../events/index.ts';
import { nextVersion, type Resource, revise } from '../repository/index.ts';
import type { OperatedEntity, Writer } from './contract.ts';
import { EntityReader } from './entity-reader.ts';

/** The resources of one entity within one transaction. */
export class EntityWriter<R extends Resource, New, Data> extends EntityReader<R> implements Writer<R, New, Data> {
  readonly emit: Writer<R, New, Data>['emit'];
  readonly #entity: OperatedEntity<R, New, Data>;
  readonly #transaction: Transaction;
  /** What this transaction knows to be the latest version of a resource, by id. */
  readonly #latest = new Map<string, R>();

  constructor(entity: OperatedEntity<R, New, Data>, transaction: Transaction) {
    super(entity, transaction);
    this.#entity = entity;
    this.#transaction = transaction;
    const names = Object.keys(entity.extraEvents) as (keyof Data)[];
    const emitters = names.map((name) => [
      name,
      (resource: R, data: Data[typeof name]) => this.#tell(name, resource, data),
    ]);
    this.emit = Object.fromEntries(emitters);
  }

  async create(fields: New): Promise<R> {
    return this.#know(await this.#entity.commands.create(fields, this.#transaction));
  }

  async delete({ id }: R): Promise<void> {
    await this.#entity.commands.delete({ id, ifMatch: undefined }, this.#transaction);
    this.#latest.delete(id);
  }

  async lock(ids: readonly string[]): Promise<R[]> {
    const locked = new Map<string, R>();
    for (const id of [...new Set(ids)].sort()) {
      const resource = await this.lockOne(id);
      if (!resource) throw new Problem('not_found', { detail: `There is no such ${this.#entity.noun}.` });
      locked.set(id, resource);
    }
    return ids.map((id) => locked.get(id) as R);
  }

  async lockOne(id: string): Promise<R | undefined> {
    const resource = await this.#entity.repository.lock(id, this.#transaction);
    return resource && this.#know(resource);
  }

  async update(resource: R, change: Partial<Omit<R, keyof Resource>>): Promise<R> {
    const current = this.latest(resource);
    const next = revise(current, change as Partial<R>);
    if (next === current) return current;
    await this.#entity.references?.check(next, this.#transaction, current);
    await this.#entity.requireLive?.(next, this.#transaction, current);
    return this.#write(next, this.#entity.events.updated(next));
  }

  /** The version that this transaction has made or seen last. */
  latest(resource: R): R {
    return this.#latest.get(resource.id) ?? resource;
  }

  async #tell<K extends keyof Data>(name: K, resource: R, data: Data[K]): Promise<R> {
    const next = nextVersion(this.latest(resource));
    return this.#write(next, this.#entity.extraEvents[name](next, data));
  }

  async #write(next: R, event: CloudEvent): Promise<R> {
    const written = await this.#entity.repository.update(next, event, this.#transaction);
    if (!written) throw changed(this.#entity.noun);
    return this.#know(next);
  }

  #know(resource: R): R {
    this.#latest.set(resource.id, resource);
    return resource;
  }
}

function changed(noun: string): Problem {
  return new Problem('conflict', { detail: `Another has changed the ${noun} in the meantime. Try again in a moment.` });
}
