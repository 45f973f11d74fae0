import { found } from '../cqrs/index.ts';
import type { Executor } from '../database/index.ts';
import type { Page, Resource } from '../repository/index.ts';
import type { NoData, OperatedEntity, Reader } from './contract.ts';

/** The resources of one entity as an executor sees them. */
export class EntityReader<R extends Resource> implements Reader<R> {
  protected readonly entity: Pick<OperatedEntity<R, never, NoData>, 'noun' | 'repository'>;
  readonly #executor: Executor;

  constructor(entity: Pick<OperatedEntity<R, never, NoData>, 'noun' | 'repository'>, executor: Executor) {
    this.entity = entity;
    this.#executor = executor;
  }

  find(id: string): Promise<R | undefined> {
    return this.entity.repository.find(id, this.#executor);
  }

  async get(id: string): Promise<R> {
    return found(this.entity.noun, await this.find(id));
  }

  list(parameters: Record<string, unknown> = {}): Promise<Page<R>> {
    return this.entity.repository.list(parameters, [], this.#executor);
  }
}
