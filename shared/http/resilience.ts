import {
  CircuitState,
  circuitBreaker,
  ExponentialBackoff,
  halfJitterGenerator,
  handleWhen,
  retry,
  SamplingBreaker,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { BreakerState } from './contract.ts';
import { Failure } from './failure.ts';
import { RetryBudget } from './retry-budget.ts';

export interface ResilienceOptions {
  readonly onRetry: () => void;
  readonly onBreaker: (state: BreakerState) => void;
}

export interface Guard {
  /** Milliseconds for all attempts and the pauses between them. */
  readonly timeoutMs: number;
  /** Further attempts after the first. */
  readonly retries: number;
  /** Whether the breaker may refuse the call and learns from it. */
  readonly breaking: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Throws a Failure when it fails; its signal aborts when nobody waits for it any more. */
export type Attempt<T> = (context: { readonly signal: AbortSignal }) => Promise<T>;

export interface Resilience {
  /**
   * @throws Failure of the last attempt; cockatiel's TaskCancelledError when the time is up or the signal aborts, its
   * BrokenCircuitError while the breaker is open.
   */
  run<T>(guard: Guard, attempt: Attempt<T>): Promise<T>;
}

/**
 * What stands between a caller and one target, from the outside in: a timeout over everything, retries with jittered
 * pauses inside a budget, a circuit breaker that sees every attempt.
 *
 * The breaker opens when more than half of at least 5 attempts within 10 s failed. It lets one probe through after half
 * a second, then after ever longer, at most 5 s; who calls during the probe waits for how it ends.
 */
export function createResilience({ onRetry, onBreaker }: ResilienceOptions): Resilience {
  const budget = new RetryBudget();
  const breaker = circuitBreaker(handleWhen(isBlamed), {
    halfOpenAfter: new ExponentialBackoff({ initialDelay: 500, maxDelay: 5_000, generator: halfJitterGenerator }),
    breaker: new SamplingBreaker({ threshold: 0.5, duration: 10_000, minimumRps: 0.5 }),
  });
  breaker.onStateChange((state) => onBreaker(nameOf(state)));

  /** Made for each call: whether to go on is asked after its last attempt too, and must then cost the budget nothing. */
  function retrying(retries: number) {
    let left = retries;
    const affordable = (error: unknown) => isPassing(error) && left-- > 0 && budget.withdraw();
    const policy = retry(handleWhen(affordable), {
      maxAttempts: retries,
      backoff: new ExponentialBackoff({ initialDelay: 30, maxDelay: 1_000 }),
    });
    policy.onRetry(onRetry);
    return policy;
  }

  return {
    run({ timeoutMs, retries, breaking, signal }, attempt) {
      const inTime = timeout(timeoutMs, TimeoutStrategy.Aggressive);
      if (!breaking) return inTime.execute(attempt, signal);
      budget.deposit();
      if (retries === 0) return wrap(inTime, breaker).execute(attempt, signal);
      return wrap(inTime, retrying(retries), breaker).execute(attempt, signal);
    },
  };
}

function isBlamed(error: unknown): boolean {
  return error instanceof Failure && error.blamed;
}

function isPassing(error: unknown): boolean {
  return error instanceof Failure && error.passing;
}

function nameOf(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) return 'closed';
  return state === CircuitState.HalfOpen ? 'half-open' : 'open';
}
