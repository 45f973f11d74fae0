import { currentContext } from '../context/index.ts';
import type { CallOutcome, HttpClient, HttpClientOptions, HttpRequest } from './contract.ts';
import { exchange } from './exchange.ts';
import { endingOf, outOfTime } from './outcome.ts';
import { outgoing } from './outgoing.ts';
import { isRepeatable } from './repeatable.ts';
import { createResilience } from './resilience.ts';
import { traced } from './traced.ts';
import { openWire } from './wire.ts';

/** A client of one service, with its own connections, breaker and retry budget. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { target, log, metrics } = options;
  const wire = openWire();
  const resilience = createResilience({
    onRetry: () => metrics?.retry(target),
    onBreaker(state) {
      log[state === 'open' ? 'warn' : 'info']({ target, state }, 'circuit breaker');
      metrics?.breaker(target, state);
    },
  });

  async function call<T>(request: HttpRequest) {
    const usualMs = (request.timeoutMs ?? options.timeoutMs) + (request.wait ?? 0) * 1000;
    const timeoutMs = Math.min(usualMs, timeLeft());
    if (timeoutMs <= 0) throw outOfTime(target, { blamed: false });
    const endsAt = performance.now() + timeoutMs;

    const retries = isRepeatable(request) ? options.retries : 0;
    let attempts = 0;
    const guard = { timeoutMs, retries, breaking: request.wait === undefined, signal: request.signal };
    return resilience.run(guard, async ({ signal }) => {
      try {
        const prepared = await outgoing(options, request, endsAt - performance.now());
        const context = currentContext();
        if (context?.spans === undefined) return await exchange<T>(wire.send, { ...prepared, signal }, target);
        return await traced(context, { target, prepared, resent: attempts++ }, (headers) =>
          exchange<T>(wire.send, { ...prepared, headers, signal }, target),
        );
      } catch (cause) {
        if (!signal.aborted || request.signal?.aborted) throw cause;
        // That it took longer than the caller's caller had left, says nothing about the target.
        throw outOfTime(target, { blamed: timeoutMs > usualMs / 2, cause });
      }
    });
  }

  return {
    async request<T>(request: HttpRequest) {
      const { signal } = request;
      signal?.throwIfAborted();
      const startedAt = performance.now();
      const ended = (outcome: CallOutcome) =>
        metrics?.call({ target, outcome, durationMs: performance.now() - startedAt });
      try {
        const answer = await call<T>(request);
        ended('answered');
        return answer;
      } catch (error) {
        if (signal?.aborted) {
          ended('aborted');
          throw signal.reason;
        }
        const { problem, outcome } = endingOf(target, error);
        ended(outcome);
        throw problem;
      }
    },
    close: wire.close,
  };
}

/** Milliseconds until nobody waits for the work going on any more. */
function timeLeft(): number {
  return (currentContext()?.deadline ?? Number.POSITIVE_INFINITY) - Date.now();
}
