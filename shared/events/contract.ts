import type { Spans, Traceparent } from '../context/index.ts';
import type { CloudEvent } from './cloud-event.ts';

/**
 * The way that events go between services. Every adapter keeps the same promises, proven by one conformance suite:
 *
 * - **At least once**: an event reported as sent reaches every consumer that subscribes to its type, also one that is
 *   away at the moment, and comes again until its handler has succeeded. Handlers must stand duplicates (`shared/inbox`).
 * - **Order per subject**: a consumer handles the events of one subject in the order in which they were published, one
 *   after the other, across retries too: while one waits for its next attempt, later ones of its subject wait behind it.
 * - **One at work**: of several processes with the same consumer name one works and the others stand by to take over.
 * - **Retries, then parking**: a handler that throws is tried again after the delays of its retry policy; then the event
 *   is parked with its reason, and its subject goes on.
 */
export interface EventBroker {
  /**
   * Sends events in the given order and tells for each what became of it. Never rejects: a broker that is away is an
   * answer too. An event without any subscriber counts as sent.
   */
  publish(events: readonly CloudEvent[]): Promise<PublishResult[]>;
  /**
   * Starts consuming. Resolves once no event published from now on can be missed; waits for a broker that is away.
   * @param signal gives up the wait
   * @throws Error when the broker is closed before that, or refuses the subscription for good; the signal's reason
   */
  subscribe(subscription: Subscription, signal?: AbortSignal): Promise<Consumer>;
  /** What a consumer has before it, and what keeps it from working. @param retry its own, where it has one */
  backlog(consumer: string, retry?: RetryPolicy): Promise<Backlog>;
  /** The same as far as it is cheap: for whoever looks every second. @throws Error where its queues are not there, or the broker */
  depth(consumer: string, retry?: RetryPolicy): Promise<Depth>;
  /** What was given up on, oldest first. */
  parked(consumer: string, choice?: ParkedChoice): Promise<ParkedEvent[]>;
  /** Gives parked events to their consumer again, oldest first, under their own ids. Returns how many. */
  replay(consumer: string, choice?: ReplayChoice): Promise<number>;
  /** Forgets parked events for good. Returns how many. */
  purge(consumer: string, choice?: ParkedChoice): Promise<number>;
  /**
   * Forgets all events of a consumer that nobody has begun to handle, those that wait for their next attempt and the parked
   * ones with them. What is in the hand of a process, and what is published meanwhile, goes its way.
   * @param retry its own, where it has one
   */
  discard(consumer: string, retry?: RetryPolicy): Promise<void>;
  /**
   * Shows what is published from now on, whoever it is for, until `signal` ends it; what it misses, it misses. `started`
   * is called once no event can be missed any more.
   */
  tail(show: (event: CloudEvent) => void, signal: AbortSignal, started?: () => void): Promise<void>;
  /**
   * Makes what a consumer's events go through anew where `backlog` tells of drift: with the settings of this version, and
   * everything that was in it. No process may consume meanwhile; publishing waits. May be called again after a crash.
   * @param types whole event types that the consumer handles
   * @param retry its own, where it has one
   * @throws Error while a process consumes
   */
  rebuild(consumer: string, types: readonly string[], retry?: RetryPolicy): Promise<void>;
  /** One round trip; throws what keeps the broker from answering. */
  ping(): Promise<void>;
  /** Stops all consumers as their own `close` does, sends what is under way, and disconnects. May be called again. */
  close(): Promise<void>;
}

/**
 * - `sent`: the broker has taken responsibility, on disk.
 * - `refused`: it will not take this event as it is (too large, not accepted): the event's own failure.
 * - `unsent`: nobody knows; the broker was away or went away. Send it again under the same id.
 */
export type PublishResult =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused' | 'unsent'; readonly reason: string };

export interface Subscription {
  /** Unique in the fleet and stable: it names the queue, and the inbox goes by it, e.g. `order-service`. */
  readonly consumer: string;
  /** Whole event types. */
  readonly types: readonly string[];
  /**
   * Resolves when the event has taken effect, with `DUPLICATE` where it had before. `attempt` counts from 1. When `signal` is
   * aborted the time is up: the attempt has failed, and what it still does must have no effect.
   */
  handle(event: CloudEvent, attempt: number, signal: AbortSignal): Promise<unknown>;
  /** Milliseconds that an attempt may take; 30 s unless said otherwise. */
  readonly timeoutMs?: number;
  readonly retry?: RetryPolicy;
  /** Decides what attempts tell spans; absent: none does, and flags go on as they came. */
  readonly sampling?: EventSampling | undefined;
  /** Subjects handled at the same time at most; 8 unless said otherwise. */
  readonly concurrency?: number;
  readonly metrics?: SubscriptionMetrics;
}

/** The event had taken effect before. */
export const DUPLICATE = Symbol('duplicate');

/** `failed`: it comes again; `parked`: it does not. */
export type HandlingOutcome = 'handled' | 'duplicate' | 'failed' | 'parked';

/** Told what becomes of events, to count it. */
export interface SubscriptionMetrics {
  /** A handler has done, or failed, after so many milliseconds. */
  attempted(durationMs: number): void;
  /** @param event undefined: what came was none */
  ended(outcome: HandlingOutcome, event: CloudEvent | undefined): void;
}

export interface EventSampling {
  /** Where the spans of an attempt at an event of this trace go. @param trace without `parentId` where it begins here */
  ofEvent(trace: Pick<Traceparent, 'traceId' | 'flags'> & Partial<Traceparent>): Spans | undefined;
}

export interface RetryPolicy {
  /** Milliseconds before the second attempt, the third, and so on; after the last attempt the event is parked. */
  readonly delaysMs: readonly number[];
}

/** 5 attempts within about 40 s: a database that restarts is waited for, a defect is not. */
export const DEFAULT_RETRY: RetryPolicy = { delaysMs: [100, 1_000, 8_000, 30_000] };
/** Longer than what a handler waits for in others, shorter than RabbitMQ's patience with a consumer. */
export const DEFAULT_TIMEOUT_MS = 30_000;
/** How many processes may end with an event in hand, one after the other, before it is parked. */
export const MAX_FALLS = 5;
/** Fewer than the connections of a service's pool; enough that their commits share a flush of the disk. */
export const DEFAULT_CONCURRENCY = 8;

export interface Consumer {
  /** Takes no more events, waits for the handlers at work, and leaves what was not handled to the next process. */
  close(): Promise<void>;
}

export interface ParkedEvent {
  readonly event: CloudEvent;
  /** Attempts made. */
  readonly attempts: number;
  /** Message of the last attempt's error. */
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly parkedAt: string;
}

/** Parked events that are shown, replayed or purged at a time, unless said otherwise. */
export const DEFAULT_LIMIT = 100;

/** Which of the parked events; all unless said otherwise. */
export interface ParkedChoice {
  /** Event ids. */
  readonly ids?: readonly string[];
  /** Parked at this moment or later; where nobody noted when, their own time counts. */
  readonly since?: Date;
  /** At most so many of those, the oldest. */
  readonly limit?: number;
}

export interface ReplayChoice extends ParkedChoice {
  /** Events a second at most; as fast as they go unless said otherwise. */
  readonly perSecond?: number;
}

/** What a consumer has before it. */
export interface Depth {
  /** Events that are not handled yet, those that wait for their next attempt among them. */
  readonly waiting: number;
  readonly parked: number;
}

export interface Backlog {
  /** Events that wait to be handled for the first time, or again after their process has gone. */
  readonly waiting: number;
  /** Events that wait for their next attempt. */
  readonly retrying: number;
  readonly parked: number;
  /** Processes that consume or stand by; the embedded broker knows only of the one at work. */
  readonly consumers: number;
  /** What in the broker was made otherwise than this version makes it, in the broker's words; `rebuild` mends it. */
  readonly drift?: string;
}

/** The name under which events are kept aside that nobody had subscribed to: for `parked`, `replay` and `purge`. */
export const UNROUTED = 'unrouted';
