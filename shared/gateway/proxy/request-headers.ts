import type { FastifyRequest } from 'fastify';
import { DEADLINE_HEADER } from '../../http/index.ts';
import { nominatedBy } from '../admission/nominated.ts';
import { HOP_BY_HOP } from './hop-by-hop.ts';

/** What the gateway says itself, or keeps to itself; a client's word on these never gets through. */
const OWN: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  'authorization',
  'x-api-key',
  'host',
  'expect',
  'forwarded',
  'x-real-ip',
  'x-correlation-id',
  'traceparent',
  DEADLINE_HEADER,
]);
/** More of the same, by what they begin with; and to CGI, and so to many a service, `x_forwarded_for` is the same as `x-forwarded-for`. */
const FORGED = /^x-(?:forwarded|internal)-|_/;

/**
 * The headers for a service, names and values in turn: end-to-end ones as Node understood them (that is what was
 * checked), then who asked, on which trace, and how many milliseconds are left.
 */
export function requestHeaders(request: FastifyRequest, leftMs: number | undefined): string[] {
  const incoming = request.raw.headers;
  const nominated = nominatedBy(incoming.connection);
  const headers: string[] = [];
  for (const name in incoming) {
    if (OWN.has(name) || FORGED.test(name) || nominated?.has(name)) continue;
    const value = incoming[name];
    if (typeof value === 'string') headers.push(name, value);
    else for (const one of value ?? []) headers.push(name, one);
  }
  headers.push('x-forwarded-for', request.ip, 'x-forwarded-host', request.host, 'x-forwarded-proto', request.protocol);
  const { correlationId, traceparent } = request.context;
  headers.push('x-correlation-id', correlationId, 'traceparent', traceparent);
  if (leftMs !== undefined) headers.push(DEADLINE_HEADER, String(leftMs));
  return headers;
}

/** Says anew how many milliseconds are left, where that was said. */
export function sayTimeLeft(headers: string[], leftMs: number): void {
  const name = headers.lastIndexOf(DEADLINE_HEADER);
  if (name !== -1) headers[name + 1] = String(Math.max(1, Math.floor(leftMs)));
}

/** Says anew which span the service's own is below, where that was said. */
export function sayTrace(headers: string[], traceparent: string): void {
  const name = headers.findLastIndex((text, index) => index % 2 === 0 && text === 'traceparent');
  if (name !== -1) headers[name + 1] = traceparent;
}
