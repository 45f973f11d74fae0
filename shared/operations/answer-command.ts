import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, answerOnce, etagOf, found, requireMatch } from '../cqrs/index.ts';
import type { Database, Transaction } from '../database/index.ts';
import { type FieldError, Problem } from '../errors/index.ts';
import type { Resource } from '../repository/index.ts';
import type { OperatedEntities } from './contract.ts';
import { type AnyWriter, Writers } from './writers.ts';

/** A command of the config's own. */
export interface OwnCommand {
  readonly entities: OperatedEntities;
  /** Its entity, by its name in `entities`; absent: it is the service's. */
  readonly entity?: string;
  /** Fields of the input that refer to entities of the service, by the names of those. */
  readonly references: Readonly<Record<string, string>>;
  /** What fields of the input are that were left out. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Whether it gives its answer itself; otherwise that is the resource, or nothing. */
  readonly answers: boolean;
  /** `never`: what it works with is known to its own service. */
  readonly handle: (context: never) => Promise<unknown>;
}

/**
 * Answers the request of a command in one transaction, once per `Idempotency-Key`: its resource and what its input refers
 * to are locked, the handler does its work, and all that it wrote and told is there, or nothing is.
 * @throws Problem `not_found`, `stale_version`, `reference_not_found`, and whatever the handler throws
 */
export function answerCommand(
  database: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  command: OwnCommand,
): Promise<FastifyReply> {
  const work = (transaction: Transaction) => perform(command, request, transaction);
  return answerOnce(database, request, reply, (executor) =>
    executor === database ? database.transaction(work) : work(executor as Transaction),
  );
}

async function perform(command: OwnCommand, request: FastifyRequest, transaction: Transaction): Promise<Answer> {
  const { entities, entity, references, defaults, answers, handle } = command;
  const writers = new Writers(entities, transaction);
  const input: Record<string, unknown> = { ...defaults, ...(request.body as object | null) };
  const id = entity && (request.params as { id: string }).id;

  const referring = Object.entries(references).flatMap(([field, to]) => {
    const target = input[field];
    return typeof target === 'string' ? [{ field, entity: to, id: target }] : [];
  });
  const own = entity !== undefined && id !== undefined ? { entity, id } : undefined;
  const locked = await writers.lock([...(own ? [own] : []), ...referring]);
  const resource = own && found(entities[own.entity]?.noun ?? own.entity, locked(own));
  if (resource) requireMatch(request.headers['if-match'], etagOf(resource));
  const missing = referring.filter((each) => !locked(each));
  if (missing.length > 0) throw notFound(missing.map(({ field, entity: to }) => [field, entities[to]?.noun ?? to]));

  const referenced = Object.fromEntries(
    Object.keys(references).map((field) => {
      const reference = referring.find((each) => each.field === field);
      return [field, reference ? locked(reference) : null];
    }),
  );
  const emit = own && resource && emitterOf(resource, writers.of(own.entity));
  const context = { input, resource, referenced, emit, executor: transaction, repositories: writers.all };
  const output = await handle(context as never);
  if (answers) return { status: 200, headers: {}, body: output };
  return own && resource
    ? answerWith(resource, writers.of(own.entity), transaction, entities[own.entity]?.references)
    : { status: 204, headers: {}, body: undefined };
}

/** The events of the resource, which need not be named each time. */
function emitterOf(
  resource: Resource,
  { emit }: AnyWriter,
): Readonly<Record<string, (data: never) => Promise<Resource>>> {
  return Object.fromEntries(Object.entries(emit).map(([name, tell]) => [name, (data: never) => tell(resource, data)]));
}

/** The resource as it is now, as its GET gives it. */
async function answerWith(
  resource: Resource,
  writer: AnyWriter,
  transaction: Transaction,
  references: OperatedEntities[string]['references'],
): Promise<Answer> {
  const latest = writer.latest(resource);
  if (!references) return { status: 200, headers: { etag: etagOf(latest) }, body: latest };
  const body = await references.embedOne(latest, transaction);
  return { status: 200, headers: { etag: references.etagOf(body) }, body };
}

function notFound(missing: readonly (readonly [field: string, noun: string])[]): Problem {
  const errors = missing.map(
    ([field, noun]): FieldError => ({
      path: `/${field}`,
      code: 'reference_not_found',
      message: `there is no such ${noun}`,
    }),
  );
  return new Problem('reference_not_found', { errors });
}
