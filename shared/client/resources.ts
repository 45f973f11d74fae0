import type { HttpRequest, HttpResponse } from '../http/contract.ts';
import type { Page } from '../repository/repository.ts';
import type { Resource } from '../repository/resource.ts';
import type { CallOptions, ChangeOptions, Transport, WriteOptions } from './contract.ts';
import { rememberEtag } from './etags.ts';
import { type ListQuery, type PageQuery, queryString } from './list-query.ts';
import { send } from './send.ts';
import type { EntityTypes } from './types.ts';

/** What a list gives at most, and what one `in` takes. */
const BATCH = 100;

/** What every list can be asked for. */
type ById = { readonly read: Resource; readonly change: unknown; readonly columns: { readonly id: 'uuid' } };

/** What can be done to all resources, however they are made. */
export class ResourceClient<T extends EntityTypes> {
  protected readonly path: string;
  readonly #transport: Transport;

  /** @param path where they are listed, e.g. `/api/v1/orders` */
  constructor(transport: Transport, path: string) {
    this.#transport = transport;
    this.path = path;
  }

  /** @throws ApiProblem `not_found` */
  async get(id: string, options?: CallOptions): Promise<T['read']> {
    const { body, headers } = await this.call<T['read']>('GET', this.at(id), options);
    return rememberEtag(body, headers.etag);
  }

  /** Those of these resources that exist, in any order: one call for a hundred, further ones at the same time. */
  async getMany(ids: readonly string[], options?: CallOptions): Promise<T['read'][]> {
    const starts = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) => index * BATCH);
    const pages = starts.map(async (start) => {
      const query = queryString<ById>({ filter: { id: { in: ids.slice(start, start + BATCH) } }, limit: BATCH });
      const { body } = await this.call<Page<T['read']>>('GET', this.path + query, options);
      return body.items;
    });
    return (await Promise.all(pages)).flat();
  }

  /** One page of a list. */
  async page(query: PageQuery<T> = {}, options?: CallOptions): Promise<Page<T['read']>> {
    const { body } = await this.call<Page<T['read']>>('GET', this.path + queryString(query), options);
    return body;
  }

  /** All pages of a list, each asked for when the one before has been taken. */
  async *pages(query: ListQuery<T> = {}, options?: CallOptions): AsyncGenerator<Page<T['read']>, void> {
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page: Page<T['read']> = await this.page({ ...query, cursor }, options);
      yield page;
      cursor = page.nextCursor;
    }
  }

  /** All of a list, one by one, page by page. */
  async *list(query: ListQuery<T> = {}, options?: CallOptions): AsyncGenerator<T['read'], void> {
    for await (const { items } of this.pages(query, options)) yield* items;
  }

  /** Changes these fields and leaves the others. @throws ApiProblem `stale_version`, `not_found` */
  async update(id: string, change: T['change'], options?: ChangeOptions): Promise<T['read']> {
    const { body, headers } = await this.call<T['read']>('PATCH', this.at(id), options, change);
    return rememberEtag(body, headers.etag);
  }

  /** @throws ApiProblem `reference_restricted` where something still refers to it */
  async delete(id: string, options?: ChangeOptions): Promise<void> {
    await this.call('DELETE', this.at(id), options);
  }

  protected at(id: string): string {
    return `${this.path}/${encodeURIComponent(id)}`;
  }

  protected call<A>(
    method: HttpRequest['method'],
    path: string,
    options?: ChangeOptions,
    body?: unknown,
  ): Promise<HttpResponse<A>> {
    return send(this.#transport, method, path, options, body);
  }
}

/** Resources that are made of fields alone. */
export class EntityClient<T extends EntityTypes> extends ResourceClient<T> {
  /** @throws ApiProblem `validation_failed`, `unique_violation`, `reference_not_found` */
  async create(fields: T['create'], options?: WriteOptions): Promise<T['read']> {
    const { body, headers } = await this.call<T['read']>('POST', this.path, options, fields);
    return rememberEtag(body, headers.etag);
  }
}

/** An entity of the fleet, wherever it is called from. */
export interface EntityDefinition<T extends EntityTypes> {
  on(transport: Transport): EntityClient<T>;
}

/** @param path where they are listed, e.g. `/api/v1/orders` */
export function defineEntity<T extends EntityTypes>(path: string): EntityDefinition<T> {
  return { on: (transport) => new EntityClient(transport, path) };
}
