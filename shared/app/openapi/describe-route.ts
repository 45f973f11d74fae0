import type { FastifySchema, RouteOptions } from 'fastify';
import type { ProblemCode } from '../../errors/index.ts';
import type { Column } from '../../repository/index.ts';
// By its file: the whole would bring Sequelize to services without a database.
import { listParameters } from '../../repository/listing/list-parameters.ts';
import { problemSchema } from './problem-schema.ts';
import { headersOf, problemResponses, problemsOf } from './problems-of.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Where the handler gives a list: the columns that its query string is checked by. */
    list?: readonly Column[];
    /** What a caller may be refused with beside what follows from the schema and the scope. */
    problems?: readonly ProblemCode[];
  }
}

type Responses = Record<string, Record<string, unknown>>;

const ETAG = { type: 'string', description: 'The version of this representation.' };
const LOCATION = { type: 'string', format: 'uri-reference', description: 'Where the new resource is.' };
const REPLAYED = {
  type: 'string',
  enum: ['true'],
  description: 'This is the first answer to the Idempotency-Key, again.',
};

/** The schema of a route with all that is true of it: its scope, its tag, its query string, its headers, its problems. */
export function describeRoute(route: RouteOptions): FastifySchema {
  const { url, method, schema = {}, config = {} } = route;
  const { scope, list } = config;
  return {
    operationId: operationId(String(method), url),
    tags: [/^\/api\/v\d+\/([^/]+)/.exec(url)?.[1] ?? 'operations'],
    ...schema,
    ...(list && { querystring: listParameters(list) }),
    security: scope ? [{ token: [scope] }] : [],
    response: { ...answers(schema), ...problemResponses(problemsOf(route), { $ref: `${problemSchema.$id}#` }) },
  };
}

/** What a route answers when all is well, with the headers that go with those that it takes. */
function answers({ headers, response }: FastifySchema): Responses {
  const taken = headersOf(headers);
  const conditional = taken.includes('If-Match') || taken.includes('If-None-Match');
  const repeatable = taken.includes('Idempotency-Key');
  const declared = (response as Responses | undefined) ?? { 200: { description: 'Done', type: 'null' } };
  const described = Object.entries(declared).map(([status, answer]) => {
    const own = {
      ...(status !== '204' && (conditional || repeatable) && { ETag: ETAG }),
      ...(status === '201' && repeatable && { Location: LOCATION }),
      ...(repeatable && { 'Idempotency-Replayed': REPLAYED }),
      ...(answer.headers as object | undefined),
    };
    return [status, { description: SUCCESS[status] ?? 'The answer', ...answer, headers: own }] as const;
  });
  const unchanged = { description: 'It is still what If-None-Match names', type: 'null', headers: { ETag: ETAG } };
  return { ...Object.fromEntries(described), ...(taken.includes('If-None-Match') && { 304: unchanged }) };
}

const SUCCESS: Readonly<Record<string, string>> = { 200: 'Done', 201: 'Created', 204: 'Done; there is nothing to say' };

/** `GET /api/v1/orders/:id` → `getOrdersById`: as unique as paths are, in a merged document too. */
function operationId(method: string, url: string): string {
  const words = url
    .replace(/^\/api\/v\d+/, '')
    .replace(/:/g, 'by-')
    .match(/[A-Za-z0-9]+/g);
  return method.toLowerCase() + (words ?? []).map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}
