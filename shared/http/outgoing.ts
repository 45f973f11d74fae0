import { CORRELATION_HEADER, currentContext, newCorrelationId } from '../context/index.ts';
import type { HttpClientOptions, HttpRequest } from './contract.ts';
import { Failure } from './failure.ts';
import type { WireRequest } from './wire.ts';

/** Milliseconds left for the answer, not a time of day: clocks of two machines need not agree. */
export const DEADLINE_HEADER = 'x-request-deadline';

/**
 * A request as it goes over the wire: to which instance, with whose token, and with what every hop passes on of the
 * work it does (correlation id, trace, time left).
 *
 * @throws Failure when no instance is known.
 */
export async function outgoing(
  { target, resolve, token }: Pick<HttpClientOptions, 'target' | 'resolve' | 'token'>,
  { method, path, body, headers, wait }: HttpRequest,
  remainingMs: number,
): Promise<Omit<WireRequest, 'signal'>> {
  const base = resolve();
  if (base === undefined) {
    const detail = `No instance of ${target} is known.`;
    throw new Failure('unavailable', { detail, passing: true, blamed: false });
  }
  const { origin, pathname } = new URL(base);
  const context = currentContext();
  return {
    origin,
    path: pathname.replace(/\/$/, '') + path,
    method,
    headers: {
      accept: 'application/json',
      [CORRELATION_HEADER]: context?.correlationId ?? newCorrelationId(),
      [DEADLINE_HEADER]: String(Math.max(1, Math.floor(remainingMs))),
      ...(context?.traceparent && { traceparent: context.traceparent }),
      ...(token && { authorization: `Bearer ${await token()}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(wait !== undefined && { prefer: `wait=${wait}` }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  };
}
