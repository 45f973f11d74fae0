import type { HttpRequest, HttpResponse } from '../http/contract.ts';

/** What carries requests to a service: `fetch` (see `connect`), or the client that a service of the fleet calls others with. */
export interface Transport {
  /** @throws whatever it throws where there is no answer */
  request<T>(request: HttpRequest): Promise<HttpResponse<T>>;
}

/** One that streams, too. */
export interface StreamingTransport extends Transport {
  /** Without a timeout and without a second attempt: it takes as long as it takes. @throws ApiProblem for an answer that is none of 2xx */
  open(request: StreamRequest): Promise<Response>;
}

export interface StreamRequest {
  readonly method: 'GET' | 'POST';
  /** Below the service; or a URL, which gets no token. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestInit['body'];
  readonly signal?: AbortSignal | undefined;
}

/** Of any call. */
export interface CallOptions {
  /** Milliseconds for the call with all its attempts, instead of the client's own. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Of a call that changes something. */
export interface WriteOptions extends CallOptions {
  /** Makes it take effect once, however often it is sent: it is tried again like a read. Any visible ASCII, up to 255 characters. */
  readonly idempotencyKey?: string | undefined;
}

/** Of a call that changes what is there. */
export interface ChangeOptions extends WriteOptions {
  /** Refuses it with `stale_version` where the resource is another by now: see `etagOf`. */
  readonly ifMatch?: string | undefined;
}

/** @typeParam S names of the fleet's services */
export interface ConnectOptions<S extends string> {
  /** Of the gateway; or of each service that is called, to go straight to it. */
  readonly url: string | Partial<Readonly<Record<S, string>>>;
  /** A bearer token, or what gives one, asked before every request: it may renew it. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** Milliseconds for a call with all its attempts. */
  readonly timeoutMs?: number | undefined;
  /** Further attempts after the first, for calls that may be repeated: all but creates and updates without an `idempotencyKey`. */
  readonly retries?: number | undefined;
  /** Asked before every request: what it is part of. In a service that is `currentContext` of `@aurora/shared/context`. */
  readonly context?: (() => CallContext | undefined) | undefined;
  /** Sends requests in the place of the built-in `fetch`, e.g. to see them. */
  readonly fetch?: typeof fetch | undefined;
}

/** What ties a call to the work that it is made for. */
export interface CallContext {
  /** Goes along as X-Correlation-Id, and through all services of the fleet; a fresh one unless given. */
  readonly correlationId?: string | undefined;
  /** W3C trace context. */
  readonly traceparent?: string | undefined;
}
