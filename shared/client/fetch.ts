import type { Problem } from '../errors/problem.ts';
import type { HttpRequest, HttpResponse } from '../http/contract.ts';
import { Failure } from '../http/failure.ts';
import { endingOf, outOfTime } from '../http/outcome.ts';
import { isRepeatable } from '../http/repeatable.ts';
import { createResilience } from '../http/resilience.ts';
import type { CallContext, ConnectOptions, StreamingTransport, StreamRequest } from './contract.ts';
import { ApiProblem, problemOf } from './problem.ts';

const CORRELATION_HEADER = 'x-correlation-id';
const DEADLINE_HEADER = 'x-request-deadline';
/** A moment later the answer may be a good one. */
const PASSING = new Set([502, 503, 504]);
/** Unless somebody says otherwise: the defaults of a fleet. */
const [TIMEOUT_MS, RETRIES] = [2_000, 2];

/** An answer of 500 or more: whoever waits gets what it says, once no attempt has ended better. */
class BadAnswer extends Failure {
  readonly problem: ApiProblem;

  constructor(problem: ApiProblem) {
    super('upstream_failed', { detail: problem.message, passing: PASSING.has(problem.status), blamed: true });
    this.problem = problem;
  }
}

/**
 * Calls by `fetch`, in Node and in browsers, with the timeout, retries and breaker that services call each other with.
 * @param target names the other side in messages
 * @param base undefined: nobody said where it is
 */
export function fetchTransport(
  target: string,
  base: string | undefined,
  {
    token,
    timeoutMs: usualMs = TIMEOUT_MS,
    retries = RETRIES,
    context,
    fetch: given,
  }: Omit<ConnectOptions<string>, 'url'>,
): StreamingTransport {
  const send: typeof fetch = (...request) => (given ?? fetch)(...request);
  const resilience = createResilience({ onRetry() {}, onBreaker() {} });

  async function headersOf(headers: RequestInit['headers']): Promise<Headers> {
    const { correlationId, traceparent }: CallContext = context?.() ?? {};
    const all = new Headers(headers);
    all.set(CORRELATION_HEADER, correlationId ?? crypto.randomUUID());
    if (traceparent !== undefined) all.set('traceparent', traceparent);
    const bearer = typeof token === 'function' ? await token() : token;
    if (bearer !== undefined) all.set('authorization', `Bearer ${bearer}`);
    return all;
  }

  function urlOf(path: string): string {
    if (base === undefined) throw new TypeError(`No URL was given for ${target}: name it in \`url\`.`);
    return base.replace(/\/$/, '') + path;
  }

  async function exchange<T>(request: HttpRequest, remainingMs: number, signal: AbortSignal): Promise<HttpResponse<T>> {
    const { method, path, body } = request;
    const headers = await headersOf(request.headers);
    headers.set('accept', 'application/json');
    headers.set(DEADLINE_HEADER, String(Math.max(1, Math.floor(remainingMs))));
    if (body !== undefined) headers.set('content-type', 'application/json');
    const answer = await reach(
      target,
      send(urlOf(path), { method, headers, signal, ...(body !== undefined && { body: JSON.stringify(body) }) }),
    );
    const { status } = answer;
    const document = await reach(target, contentOf(answer));
    if (status >= 500) throw new BadAnswer(problemOf(status, namesOf(answer.headers), document));
    return { status, headers: namesOf(answer.headers), body: document as T };
  }

  return {
    async request<T>(request: HttpRequest) {
      const { signal: wanted, timeoutMs = usualMs } = request;
      wanted?.throwIfAborted();
      const endsAt = performance.now() + timeoutMs;
      const guard = { timeoutMs, retries: isRepeatable(request) ? retries : 0, breaking: true, signal: wanted };
      try {
        return await resilience.run(guard, async ({ signal }) => {
          try {
            return await exchange<T>(request, endsAt - performance.now(), signal);
          } catch (cause) {
            throw signal.aborted && !wanted?.aborted ? outOfTime(target, { blamed: true, cause }) : cause;
          }
        });
      } catch (error) {
        if (wanted?.aborted) throw wanted.reason;
        throw error instanceof BadAnswer ? error.problem : told(endingOf(target, error).problem);
      }
    },

    async open({ method, path, headers, body, signal }: StreamRequest) {
      const isElsewhere = /^https?:/.test(path);
      const init = { method, body, signal, headers: isElsewhere ? headers : await headersOf(headers) };
      try {
        // Node sends a stream only to who knows that no answer comes before its end.
        const answer = await reach(
          target,
          send(isElsewhere ? path : urlOf(path), { ...init, duplex: 'half' } as RequestInit),
        );
        if (!answer.ok) throw problemOf(answer.status, namesOf(answer.headers), await reach(target, contentOf(answer)));
        return answer;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw error instanceof Failure ? told(endingOf(target, error).problem) : error;
      }
    },
  };
}

/** @throws Failure where there is no answer, or none that can be read to its end */
async function reach<T>(target: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const detail = `${target} cannot be reached or broke off its answer.`;
    throw new Failure('upstream_failed', { detail, passing: true, blamed: true, cause });
  }
}

/** Parsed JSON; undefined for what is none. */
async function contentOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  return /\bjson\b/.test(answer.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : undefined;
}

function namesOf(headers: Headers): Record<string, string> {
  return Object.fromEntries(headers);
}

function told({ code, status, message, headers, cause }: Problem): ApiProblem {
  return new ApiProblem(code, { status, detail: message, retryAfter: headers?.['Retry-After'], cause });
}
