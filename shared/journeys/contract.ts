import type { CloudEvent } from '../events/cloud-event.ts';

/** What a journey is besides what it does. */
export interface JourneyOptions {
  /** What the tokens of its client may: these scopes and no others, e.g. `['orders:read', 'orders:write']`. */
  readonly scopes: readonly string[];
  /**
   * Whether it may run outside development; false unless given. There it may touch nothing but what it has made itself: nobody's
   * data, no settings. Whoever runs it holds it to that.
   */
  readonly production?: boolean;
  /** Whether it changes anything; true unless given. One that does not belongs to `--smoke`, and cannot send what would. */
  readonly writes?: boolean;
  /** Milliseconds for all its steps; 30,000 unless given. */
  readonly timeoutMs?: number;
}

/** A scenario as its module exports it. */
export interface Journey<Client = unknown> extends Required<JourneyOptions> {
  /** By which whoever runs it knows what it is. */
  readonly kind: 'journey';
  /** What holds when it succeeds, e.g. `a parcel can be followed`. */
  readonly name: string;
  run(context: JourneyContext<Client>): Promise<void>;
}

/** What a journey works with. Whatever is created through it is deleted when the journey ends, the last first, however it ends. */
export interface JourneyContext<Client> {
  /** The typed client of the fleet, with the scopes of the journey. */
  readonly client: Client;
  /** Another that may less: only these of the journey's scopes, or none. */
  clientWith(scopes: readonly string[]): Client;
  /** Requests that the client does not know. */
  readonly http: JourneyHttp;
  readonly events: JourneyEvents;
  /** Does a part; a failure says in which, with the last request that was made in it. */
  step<T>(name: string, work: () => T | Promise<T>): Promise<T>;
  /**
   * What becomes true in a while: looks again until it gives something other than undefined, null or false, and does not throw.
   * @param what e.g. `the order shows the new name`
   * @throws what was wrong the last time
   */
  until<T>(what: string, look: () => T | Promise<T>, withinMs?: number): Promise<Exclude<T, undefined | null | false>>;
  /** A call that has to be refused so, e.g. as `stale_version`; gives what was said. */
  refused(code: string, call: () => Promise<unknown>): Promise<Refusal>;
  /**
   * What else has to be undone: work, or a request. The request is made also by the next run where this one is killed.
   * The last comes first.
   */
  cleanup(undo: (() => unknown) | UndoRequest): void;
  /** The text with something behind it that nobody else has; `maxLength` cuts the text, never that. Whatever is made should bear one. */
  unique(text: string, maxLength?: number): string;
  /** Of all its requests: `aurora trace` and `aurora logs` find them by it. */
  readonly correlationId: string;
  /** Aborts when its time is up, or somebody calls it off. */
  readonly signal: AbortSignal;
}

export interface JourneyHttp {
  /**
   * One request, whatever its answer.
   * @param path below the gateway, or below the service of the question; a whole URL is asked without a token
   */
  ask(method: string, path: string, question?: JourneyQuestion): Promise<JourneyReply>;
  /** The same, where only one status will do. */
  expect(status: number, method: string, path: string, question?: JourneyQuestion): Promise<JourneyReply>;
}

export interface JourneyQuestion {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a form as it is. */
  readonly body?: unknown;
  /** Of the token, which are the journey's unless given; null: no token. */
  readonly scopes?: readonly string[] | null;
  /** Past the gateway, at the service itself. */
  readonly service?: string;
}

export interface JourneyReply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what is expected of it is the journey's to say
  readonly body: any;
}

export interface JourneyEvents {
  /**
   * Waits for an event, which may have passed by already since the journey began.
   * @param wanted its type, e.g. `shop.order-service.order.created`, with `.v1` or without; and whom it is about
   */
  expect(wanted: { readonly type: string; readonly subject?: string }, withinMs?: number): Promise<CloudEvent>;
}

/** Why a call was refused: an `ApiProblem` has this. */
export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly errors: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

export interface UndoRequest {
  readonly method: 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Below the gateway. */
  readonly path: string;
  readonly body?: unknown;
}
