import type { Dispatcher } from 'undici';
import type { HttpResponse } from './contract.ts';
import { Failure } from './failure.ts';
import type { Send, WireRequest } from './wire.ts';

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json *(?:;|$)/i;
/** A moment later, or from another instance, the answer may be a good one. */
const PASSING = new Set([502, 503, 504]);

/**
 * One request and its whole answer.
 *
 * @param target names the other side in messages.
 * @throws Failure for whatever is no answer below 500 with a JSON body or none.
 */
export async function exchange<T>(send: Send, request: WireRequest, target: string): Promise<HttpResponse<T>> {
  try {
    const answer = await send(request);
    const { statusCode: status, headers } = answer;
    const text = await answer.body.text();
    if (status >= 500) throw serverFailure(answer, target);
    return { status, headers, body: parse<T>(text, headers, target) };
  } catch (error) {
    throw error instanceof Failure ? error : wireFailure(error, target);
  }
}

function parse<T>(text: string, headers: Dispatcher.ResponseData['headers'], target: string): T {
  if (text === '') return undefined as T;
  try {
    if (JSON_TYPE.test(String(headers['content-type']))) return JSON.parse(text) as T;
  } catch {
    // Without the cause: its message quotes the body.
  }
  throw new Failure('upstream_failed', {
    detail: `The answer of ${target} is not JSON.`,
    passing: false,
    blamed: true,
  });
}

function serverFailure({ statusCode, headers }: Dispatcher.ResponseData, target: string): Failure {
  const code = statusCode === 503 ? 'unavailable' : statusCode === 504 ? 'upstream_timeout' : 'upstream_failed';
  const retryAfter = headers['retry-after'];
  return new Failure(code, {
    detail: `${target} answered with status ${statusCode}.`,
    passing: PASSING.has(statusCode),
    blamed: true,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
  });
}

function wireFailure(cause: unknown, target: string): Failure {
  const tooLarge = (cause as { code?: string }).code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
  return new Failure('upstream_failed', {
    detail: tooLarge ? `The answer of ${target} is too large.` : `${target} cannot be reached or broke off its answer.`,
    passing: !tooLarge,
    blamed: true,
    cause,
  });
}
