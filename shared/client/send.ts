import type { HttpRequest, HttpResponse } from '../http/contract.ts';
import type { ChangeOptions, Transport } from './contract.ts';
import { problemOf } from './problem.ts';

/** @throws ApiProblem for an answer that is none of 2xx */
export async function send<A>(
  transport: Transport,
  method: HttpRequest['method'],
  path: string,
  { timeoutMs, signal, headers, idempotencyKey, ifMatch }: ChangeOptions = {},
  body?: unknown,
): Promise<HttpResponse<A>> {
  const answer = await transport.request<A>({
    method,
    path,
    ...(body !== undefined && { body }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(signal && { signal }),
    ...(idempotencyKey !== undefined && { idempotent: true }),
    headers: {
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...headers,
    },
  });
  if (answer.status >= 300) throw problemOf(answer.status, answer.headers, answer.body);
  return answer;
}
