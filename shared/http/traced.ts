import { addBelow, childOf, errorType, type RequestContext, spanClock } from '../context/index.ts';
import type { HttpResponse } from './contract.ts';
import type { WireRequest } from './wire.ts';

export interface TracedAttempt {
  readonly target: string;
  readonly prepared: Omit<WireRequest, 'signal'>;
  /** Attempts of the same call before this one. */
  readonly resent: number;
}

/** Makes one attempt in a span of its own, which the other side hears of as the one above. */
export async function traced<T>(
  context: RequestContext,
  { target, prepared: { method, origin, headers }, resent }: TracedAttempt,
  send: (headers: Record<string, string>) => Promise<HttpResponse<T>>,
): Promise<HttpResponse<T>> {
  const { traceparent = '' } = context;
  const own = childOf(traceparent);
  const { hostname, port } = new URL(origin);
  const startedAt = spanClock();
  const tell = (failed: boolean, end: Record<string, string | number>) => {
    const attributes = {
      'http.request.method': method,
      'server.address': hostname,
      'server.port': Number(port),
      'service.peer.name': target,
      ...(resent > 0 && { 'http.request.resend_count': resent }),
      ...end,
    };
    addBelow(context, { kind: 'client', name: `${method} ${target}`, startedAt, failed, attributes }, own);
  };
  try {
    const answer = await send({ ...headers, traceparent: own });
    const { status } = answer;
    tell(status >= 400, {
      'http.response.status_code': status,
      ...(status >= 400 && { 'error.type': String(status) }),
    });
    return answer;
  } catch (error) {
    tell(true, { 'error.type': errorType(error) });
    throw error;
  }
}
