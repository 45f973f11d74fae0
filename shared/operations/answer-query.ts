import type { FastifyRequest } from 'fastify';
import { found } from '../cqrs/index.ts';
import type { Database } from '../database/index.ts';
import type { OperatedEntities } from './contract.ts';
import { EntityReader } from './entity-reader.ts';

/** A query of the config's own. */
export interface OwnQuery {
  readonly entities: OperatedEntities;
  /** Its entity, by its name in `entities`; absent: it is the service's. */
  readonly entity?: string;
  /** What fields of the input are that were left out. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** `never`: what it works with is known to its own service. */
  readonly handle: (context: never) => Promise<unknown>;
}

/**
 * Answers the request of a query.
 * @throws Problem `not_found`, and whatever the handler throws
 */
export async function answerQuery(database: Database, request: FastifyRequest, query: OwnQuery): Promise<unknown> {
  const { entities, entity, defaults, handle } = query;
  const readers = Object.fromEntries(
    Object.entries(entities).map(([name, each]) => [name, new EntityReader(each, database)]),
  );
  const input = { ...defaults, ...(request.query as object) };
  const { id = '' } = request.params as { id?: string };
  const resource = entity && found(entities[entity]?.noun ?? entity, await readers[entity]?.find(id));
  return handle({ input, resource, executor: database, repositories: readers } as never);
}
