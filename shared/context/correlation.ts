import { randomUUID } from 'node:crypto';

/** The header that carries the correlation id, as Node spells incoming headers. */
export const CORRELATION_HEADER = 'x-correlation-id';

/** Letters, digits and the separators of common id formats: safe in a header, a log line and a file name. */
export const CORRELATION_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** A fresh correlation id (UUIDv4). */
export function newCorrelationId(): string {
  return randomUUID();
}

/** The id that came in if it is well-formed, a fresh one otherwise: what cannot be trusted is never passed on or logged. */
export function acceptCorrelationId(header: unknown): string {
  return typeof header === 'string' && CORRELATION_ID.test(header) ? header : randomUUID();
}
