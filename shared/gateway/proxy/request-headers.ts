import type { FastifyRequest } from 'fastify';
import { HOP_BY_HOP, nominatedBy } from './hop-by-hop.ts';

/** What the gateway says itself, or keeps to itself; a client's word on these never gets through. */
const OWN: ReadonlySet<string> = new Set([
  'host',
  'expect',
  'forwarded',
  'x-real-ip',
  'x-correlation-id',
  'traceparent',
  'x-request-deadline',
]);

/**
 * The headers for a service, names and values in turn: end-to-end ones as Node understood them (that is what was
 * checked), then who asked, on which trace, and how many milliseconds are left.
 */
export function requestHeaders(request: FastifyRequest, leftMs: number | undefined): string[] {
  const incoming = request.raw.headers;
  const nominated = nominatedBy(incoming.connection);
  const headers: string[] = [];
  for (const name in incoming) {
    if (
      HOP_BY_HOP.has(name) ||
      OWN.has(name) ||
      name.startsWith('x-forwarded-') ||
      (nominated?.has(name) && name !== 'content-length')
    )
      continue;
    const value = incoming[name];
    if (typeof value === 'string') headers.push(name, value);
    else for (const one of value ?? []) headers.push(name, one);
  }
  headers.push('x-forwarded-for', request.ip, 'x-forwarded-host', request.host, 'x-forwarded-proto', request.protocol);
  const { correlationId, traceparent } = request.context;
  headers.push('x-correlation-id', correlationId, 'traceparent', traceparent);
  if (leftMs !== undefined) headers.push('x-request-deadline', String(leftMs));
  return headers;
}
