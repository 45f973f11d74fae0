import { AsyncLocalStorage } from 'node:async_hooks';
import type { Spans } from './spans.ts';

/** Who is asking. */
export interface Identity {
  /** `sub` of the token, e.g. `dev` or `service:gateway`. */
  readonly subject: string;
  /** What the token grants, e.g. `orders:read`; `*` grants everything. */
  readonly scopes: readonly string[];
  /** What it is in the eyes of whoever vouches for it, e.g. `editor`. */
  readonly roles?: readonly string[];
  /** Id of the API key that proved it; absent: a token did. */
  readonly key?: string;
  /** Epoch milliseconds from which on what proved it is accepted no more; absent: it does not end. */
  readonly expiresAt?: number;
}

/** What belongs to one request or one handled event, wherever the work for it goes on. */
export interface RequestContext {
  /** The same on every hop of one piece of work. */
  readonly correlationId: string;
  /** Id of the event that caused this work; absent where a request did. */
  readonly causationId?: string | undefined;
  /** W3C traceparent of this hop: what goes out with calls and events made on its behalf. */
  readonly traceparent?: string | undefined;
  /** Span id of the hop that asked for this work or made the event that caused it; absent where the trace begins here. */
  readonly parentSpanId?: string | undefined;
  /** Takes the spans of this work; absent: it is not sampled. */
  readonly spans?: Spans | undefined;
  /** Epoch milliseconds after which nobody waits for the answer any more. */
  readonly deadline?: number | undefined;
  /** Set once the token has been checked. */
  identity?: Identity | undefined;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The context of the work going on, or undefined outside of any (start-up, timers). */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Runs `work`, and everything asynchronous that it starts, inside `context`. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** Runs `work` outside of any context: a connection that was opened for one request serves others, and its end is nobody's. */
export function outsideContext<T>(work: () => T): T {
  return storage.exit(work);
}
