import type { Options } from 'amqplib';
import { type RetryPolicy, UNROUTED } from '../contract.ts';
import { anyVersion } from '../versions.ts';

interface Exchange {
  readonly name: string;
  readonly type: 'topic' | 'fanout';
  readonly options: Options.AssertExchange;
}

export interface Queue {
  readonly name: string;
  readonly options: Options.AssertQueue;
}

/** What must exist in the broker; whoever publishes or consumes asserts it, and finds it as it is. */
export interface Topology {
  readonly exchanges: readonly Exchange[];
  readonly queues: readonly Queue[];
  readonly bindings: readonly Binding[];
}

/** From an exchange to a queue, or to another exchange. */
export type Binding = { readonly from: string; readonly key: string } & (
  | { readonly queue: string }
  | { readonly exchange: string }
);

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Refuses what comes on top, so that it stays in the outbox of whoever sends it. */
const MAX_BACKLOG = 1_000_000;
/**
 * Deliveries that end without an answer before the broker parks the event. Far above what connections that come and go
 * can add up to: an event that kills its consumers is found out by them, long before and alone.
 */
const DELIVERY_LIMIT = 100;
/** Of queues that are looked through, where every look counts as a delivery. */
const NO_DELIVERY_LIMIT = 1_000_000_000;
/** Events that nobody had subscribed to, for whoever wonders where they went. */
const MAX_UNROUTED = 10_000;

/** Where everything is published. Who only looks on binds here: in the next exchange that would count as being subscribed. */
export const publishedExchange = (fleet: string): string => `${fleet}.published`;
/** Where queues are bound, by event types. */
export const eventsExchange = (fleet: string): string => `${fleet}.events`;
export const unroutedQueue = (fleet: string): string => `${fleet}.${UNROUTED}`;
export const retryQueue = (queue: string, delayMs: number): string => `${queue}.retry.${delayMs}ms`;
export const isRetry = (name: string): boolean => /\.retry\.\d+ms$/.test(name);
export const parkedQueue = (queue: string): string => `${queue}.parked`;
/** Holds one message: which event was begun last, while there is doubt about some. */
export const suspectQueue = (queue: string): string => `${queue}.suspect`;

/** Where events are published: by their type as routing key; what no queue is bound for is kept aside for a while. */
export function publishing(fleet: string): Topology {
  const unrouted = unroutedQueue(fleet);
  const [published, events] = [publishedExchange(fleet), eventsExchange(fleet)];
  return {
    exchanges: [
      { name: unrouted, type: 'fanout', options: { durable: true } },
      { name: published, type: 'fanout', options: { durable: true } },
      { name: events, type: 'topic', options: { durable: true, alternateExchange: unrouted } },
    ],
    queues: [
      quorum(unrouted, {
        'x-max-length': MAX_UNROUTED,
        'x-overflow': 'drop-head',
        'x-message-ttl': 7 * DAY_MS,
        'x-delivery-limit': NO_DELIVERY_LIMIT,
      }),
    ],
    bindings: [
      { from: unrouted, key: '', queue: unrouted },
      { from: published, key: '', exchange: events },
    ],
  };
}

/**
 * A consumer's own queues: its events, one queue for each delay from which they come back to it alone, and the parked.
 * Dead-lettering is at least once, for which RabbitMQ asks that a full queue refuses.
 */
export function consuming(fleet: string, queue: string, types: readonly string[], retry: RetryPolicy): Topology {
  return {
    exchanges: [],
    queues: [
      quorum(parkedQueue(queue), { 'x-delivery-limit': NO_DELIVERY_LIMIT }),
      quorum(suspectQueue(queue), {
        'x-max-length': 1,
        'x-overflow': 'drop-head',
        'x-delivery-limit': NO_DELIVERY_LIMIT,
      }),
      quorum(queue, {
        'x-single-active-consumer': true,
        'x-delivery-limit': DELIVERY_LIMIT,
        'x-max-length': MAX_BACKLOG,
        ...deadLettersTo(parkedQueue(queue)),
      }),
      ...[...new Set(retry.delaysMs)].map((delayMs) =>
        quorum(retryQueue(queue, delayMs), {
          'x-message-ttl': delayMs,
          'x-delivery-limit': NO_DELIVERY_LIMIT,
          ...deadLettersTo(queue),
        }),
      ),
    ],
    bindings: keysOf(types).map((key) => ({ from: eventsExchange(fleet), key, queue })),
  };
}

const keysOf = (types: readonly string[]): string[] => [...new Set(types.map(anyVersion))];

/** Replicated where the broker is a cluster, on disk before it is confirmed. */
function quorum(name: string, extra: Record<string, unknown>): Queue {
  return { name, options: { durable: true, arguments: { 'x-queue-type': 'quorum', ...extra } } };
}

function deadLettersTo(queue: string): Record<string, unknown> {
  return {
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': queue,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  };
}
