import type { RouteOptions } from 'fastify';
import { CATALOGUE, type ProblemCode } from '../../errors/index.ts';

/** What any request may be answered with, whatever its route. */
const GENERAL: readonly ProblemCode[] = [
  'malformed_request',
  'not_acceptable',
  'request_timeout',
  'uri_too_long',
  'expectation_failed',
  'rate_limited',
  'headers_too_large',
  'internal',
  'upstream_failed',
  'unavailable',
  'upstream_timeout',
];

const LATEST = { type: 'string', description: 'The version that there is now.' };

const BY_HEADER: Readonly<Record<string, readonly ProblemCode[]>> = {
  'If-Match': ['stale_version'],
  'Idempotency-Key': ['idempotency_key_in_use', 'idempotency_key_reused'],
  Range: ['range_not_satisfiable'],
};

/** The problems that follow from what a route takes, and those that it names itself. */
export function problemsOf({ url, schema = {}, config = {} }: RouteOptions): readonly ProblemCode[] {
  const headers = headersOf(schema.headers);
  return [
    ...(config.scope ? (['unauthenticated', 'forbidden'] as const) : []),
    ...(url.includes(':') ? (['not_found'] as const) : []),
    ...(schema.querystring || config.list ? (['invalid_query'] as const) : []),
    ...(headers.length > 0 ? (['invalid_header'] as const) : []),
    ...headers.flatMap((name) => BY_HEADER[name] ?? []),
    ...(schema.body ? bodyProblems(schema.consumes) : []),
    ...(config.problems ?? []),
  ];
}

/** By their status, as OpenAPI lists answers. */
export function problemResponses(codes: readonly ProblemCode[], schema: object): Record<string, object> {
  const content = { 'application/problem+json': { schema } };
  const byStatus = Map.groupBy(codes, (code) => CATALOGUE[code].status);
  return {
    ...Object.fromEntries(
      [...byStatus].map(([status, same]) => [
        status,
        { description: spell(same), content, ...(same.includes('stale_version') && { headers: { ETag: LATEST } }) },
      ]),
    ),
    default: { description: `What any request may come to: ${GENERAL.map(named).join(', ')}`, content },
  };
}

export function headersOf(schema: unknown): readonly string[] {
  return Object.keys((schema as { properties?: object } | undefined)?.properties ?? {});
}

function bodyProblems(consumes: readonly string[] | undefined): readonly ProblemCode[] {
  const unreadable = consumes ? 'malformed_request' : 'malformed_json';
  return [unreadable, 'payload_too_large', 'unsupported_media_type', 'validation_failed'];
}

function spell(codes: readonly ProblemCode[]): string {
  return codes.map((code) => `${named(code)}: ${CATALOGUE[code].title}`).join('; ');
}

function named(code: ProblemCode): string {
  return `\`${code}\``;
}
