import type { Logger } from '../logging/index.ts';

export interface HttpClientOptions {
  /** The service called: names it in messages, metrics and log lines. */
  readonly target: string;
  /** Base URL of the instance to call, asked before every attempt; undefined: none is known. */
  readonly resolve: () => string | undefined;
  /** Milliseconds that a call may take, retries included; the deadline of the work going on may allow less. Read at each call. */
  readonly timeoutMs: number;
  /** Further attempts after the first, for calls that may be repeated. Read at each call. */
  readonly retries: number;
  /** The bearer token to send. */
  readonly token?: (() => Promise<string>) | undefined;
  readonly log: Logger;
  readonly metrics?: HttpClientMetrics | undefined;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the query string, e.g. `/api/v1/orders?limit=10`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** May be repeated without harm; by default all but POST and PATCH may. */
  readonly idempotent?: boolean;
  /** Instead of the client's own. */
  readonly timeoutMs?: number;
  /**
   * Makes it a long poll (RFC 7240): the target may hold its answer for so many seconds. It gets that much more time,
   * is not repeated, and is no measure of the target's health: the breaker does not see it.
   */
  readonly wait?: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse<T> {
  /** Below 500. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON; undefined where the answer had no body. */
  readonly body: T;
}

export interface HttpClient {
  /**
   * Calls the target and carries the context of the work going on: correlation id, trace, time left.
   *
   * @throws Problem `upstream_failed` (not reached, 5xx, no JSON, larger than 8 MiB), `upstream_timeout`, `unavailable`
   * (503, no instance known, breaker open); or the reason of `signal` once that aborts.
   */
  request<T = unknown>(request: HttpRequest): Promise<HttpResponse<T>>;
  /** Drops all connections; calls still going on fail. */
  close(): Promise<void>;
}

export type BreakerState = 'closed' | 'half-open' | 'open';

/** `refused`: not even tried, because the breaker is open. */
export type CallOutcome = 'answered' | 'failed' | 'timeout' | 'refused' | 'aborted';

/** Told what happens, to count it. */
export interface HttpClientMetrics {
  /** A call has ended, all its attempts included. */
  call(call: { readonly target: string; readonly outcome: CallOutcome; readonly durationMs: number }): void;
  /** A call is made again. */
  retry(target: string): void;
  breaker(target: string, state: BreakerState): void;
}
